import { CreateUserCommand, DeleteUserCommand, IAMClient } from '@aws-sdk/client-iam';
import distribution from '../../../distribution.config';
import { LocalAccount } from '../../../emulators/account/local-account';
import { GroupMember } from '../../actors/group-member';
import { isAllowed } from '../../observe/refusal';
import { readRegistries } from '../../permissions/registries';
import { giveDevelopers } from '../../source/changes';
import { removeRules } from '../../source/hostile-changes';
import { expectEqual } from '../../observe/expect';
import { Scenario } from '../scenario';

/**
 * The escalation path that stays: a merged commit gives a group everything.
 *
 * No boundary can be put on a group, and `iam:PutGroupPolicy` has no condition. A boundary on its members
 * holds all the same.
 */
export const unlimitedGroup: Scenario = {
  name: 'unlimited-group',
  summary: 'A commit that gives a group everything makes its members administrators, unless they are bounded',
  begins: 'released',

  async run(rehearsal) {
    const { account } = rehearsal;
    const good = await rehearsal.source.head();
    const [development] = await readRegistries(account);
    const group = development.identities.Developers?.split('/').at(-1) ?? '';
    const bounded = await GroupMember.create(account, 'bounded', { groups: [group] });
    const unbounded = await GroupMember.create(account, 'unbounded', { groups: [group], boundary: 'none' });
    const repositoryName = development.repositoryArn.split(':repository/')[1];

    const everything = "new iam.PolicyStatement({ actions: ['*'], resources: ['*'] })";
    await giveDevelopers(rehearsal.workTree, everything);
    await removeRules(rehearsal.workTree);
    await rehearsal.reject(await rehearsal.push('Developers may do everything'));

    expectEqual('an administrator of the unbounded', await mayCreateUsers(account, unbounded), true);
    expectEqual('an administrator of the bounded', await mayCreateUsers(account, bounded), false);
    await bounded.expectToSee([repositoryName]);

    await rehearsal.source.restore(good);
    const { status } = await rehearsal.release(await rehearsal.push('Take it back'));
    expectEqual('the status of taking it back', status, 'Succeeded');
    expectEqual('an administrator afterwards', await mayCreateUsers(account, unbounded), false);
    await bounded.remove();
    await unbounded.remove();
  },
};

/** Whether a user may do what only administrators may: tried, and taken back. */
async function mayCreateUsers(account: LocalAccount, { credentials }: GroupMember): Promise<boolean> {
  const UserName = `${distribution.name}-intruder`;
  const created = new IAMClient(account.sdk(credentials)).send(new CreateUserCommand({ UserName }));
  if (!(await isAllowed(created))) return false;
  await new IAMClient(account.sdk()).send(new DeleteUserCommand({ UserName }));
  return true;
}

import { CreateUserCommand, DeleteUserCommand, IAMClient } from '@aws-sdk/client-iam';
import { DescribeImagesCommand, ECRClient } from '@aws-sdk/client-ecr';
import distribution from '../../../distribution.config';
import { Credentials, LocalAccount } from '../../../emulators/account/local-account';
import { giveDevelopers } from '../../source/changes';
import { createUserInGroup, deleteUser } from '../../actors/iam-users';
import { readRegistries } from '../../permissions/registries';
import { removeRules } from '../../source/remove-rules';
import { expectEqual, Scenario } from '../scenario';

/**
 * The road that stays: a merged commit gives a group everything.
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
    const bounded = await createUserInGroup(account, 'bounded', group, 'user-boundary');
    const unbounded = await createUserInGroup(account, 'unbounded', group);
    const repositoryName = development.repositoryArn.split(':repository/')[1];

    const everything = "new iam.PolicyStatement({ actions: ['*'], resources: ['*'] })";
    await giveDevelopers(rehearsal.workTree, everything);
    await removeRules(rehearsal.workTree);
    await rehearsal.reject(await rehearsal.push('Developers may do everything'));

    expectEqual('an administrator of the unbounded', await mayCreateUsers(account, unbounded), true);
    expectEqual('an administrator of the bounded', await mayCreateUsers(account, bounded), false);
    await new ECRClient(account.sdk(bounded)).send(new DescribeImagesCommand({ repositoryName }));

    await rehearsal.source.restore(good);
    const { status } = await rehearsal.release(await rehearsal.push('Take it back'));
    expectEqual('the status of taking it back', status, 'Succeeded');
    expectEqual('an administrator afterwards', await mayCreateUsers(account, unbounded), false);
    await deleteUser(account, 'bounded', group, bounded);
    await deleteUser(account, 'unbounded', group, unbounded);
  },
};

/** Whether somebody may do what only administrators may: tried, and taken back. */
async function mayCreateUsers(account: LocalAccount, credentials: Credentials): Promise<boolean> {
  const UserName = `${distribution.name}-intruder`;
  try {
    await new IAMClient(account.sdk(credentials)).send(new CreateUserCommand({ UserName }));
  } catch (error) {
    if ((error as Error).name === 'AccessDenied') return false;
    throw error;
  }
  await new IAMClient(account.sdk()).send(new DeleteUserCommand({ UserName }));
  return true;
}

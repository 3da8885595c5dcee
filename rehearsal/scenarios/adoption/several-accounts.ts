import distribution from '../../../distribution.config';
import { registryStack } from '../../../lib/names';
import { takeDown } from '../../actors/take-down';
import { expectIsolation } from '../../attacks/isolation';
import { expectContents } from '../../attacks/other-accounts/account-contents';
import { SeveralAccounts } from '../../attacks/other-accounts/several-accounts';
import { expectReachOfDevelopment, expectReachOfPipeline } from '../../attacks/reach';
import { readRepositories } from '../../observe/repositories';
import { expectFindingsTold } from '../../observe/notices/expect-findings-told';
import { expectNotices, waits } from '../../observe/notices/expect-notices';
import { teamOf } from '../../observe/notices/team-of';
import { readStage } from '../../observe/stacks';
import { expectTables } from '../../permissions/stage-account-checks';
import { leaveOutChecks } from '../../source/checks';
import { tellByEmail } from '../../source/notifications';
import { addUnlimitedRole, removeRules, takeBackHostileChanges } from '../../source/hostile-changes';
import { expectEqual } from '../../observe/expect';
import { Scenario } from '../scenario';

const IMAGE = distribution.images.find(({ retired }) => !retired) ?? distribution.images[0];

/** The pipeline in one account, each stage in one of its own, Release in another region; taken down and made again. */
export const severalAccounts: Scenario = {
  name: 'several-accounts',
  summary:
    'The pipeline in one account and each stage in its own, Release in another region: no access across',
  begins: 'empty',

  async run(rehearsal) {
    const accounts = await SeveralAccounts.begin(rehearsal);
    await tellByEmail(rehearsal.workTree, 'team@example.com');
    for (const account of accounts.all) await accounts.bootstrap(account);
    await rehearsal.createOperator();
    await accounts.deployPipeline();
    await rehearsal.createApprover();
    await rehearsal.connect();
    await leaveOutChecks(rehearsal.workTree);
    const team = await teamOf(accounts.home);
    const first = await rehearsal.push('First release');
    await rehearsal.releases(first);
    await expectNotices(team, waits(first));
    await expectContents(accounts);
    await rehearsal.step('Every permission, decided by the account of its stage', (display) =>
      expectTables(accounts.stages, display),
    );
    await rehearsal.step('Scans in the accounts of Master and Release', () =>
      expectFindingsTold(accounts.stages),
    );
    await rehearsal.step('Every principal in each stage tries every other account', async (display) => {
      display.line(`${await expectIsolation(accounts)} attempts`);
    });
    await expectReachOfPipeline(accounts);

    const { Release } = accounts.stages;
    const before = await readStage(Release, 'Release');
    await addUnlimitedRole(rehearsal.workTree, IMAGE.name);
    await removeRules(rehearsal.workTree);
    const hostile = await rehearsal.push('A role that may do everything, in Development');
    await rehearsal.reject(hostile);
    // By CodePipeline and by EventBridge, which both need the key of the topic.
    await expectNotices(team, waits(hostile), /not approved in stage Release/);
    await team.close();
    await expectReachOfDevelopment(accounts, 'hostile');
    expectEqual('Release', await readStage(Release, 'Release'), before);

    await takeBackHostileChanges(rehearsal.workTree);
    const kept = await readRepositories(Release);
    await takeDown(rehearsal, accounts.stages);
    await accounts.bootstrap(accounts.home);
    // What was kept, the keys among it, is in nobody's way.
    await accounts.deployPipeline();
    await accounts.deleteRepositories('Development');
    await accounts.deleteRepositories('Master');
    await accounts.adopt(
      'Release',
      distribution.images.map(({ name }) => registryStack(name, 'Release')),
    );
    await rehearsal.createApprover();
    await rehearsal.connect();
    await rehearsal.releases(await rehearsal.push('Make it again'));
    expectEqual('the repositories of Release', await readRepositories(Release), kept);
  },
};

import distribution from '../../../distribution.config';
import { STAGE_NAMES } from '../../../lib/config';
import { expectIsolation } from '../../attacks/isolation';
import { expectContents } from '../../attacks/other-accounts/account-contents';
import { SeveralAccounts } from '../../attacks/other-accounts/several-accounts';
import { expectReachOfDevelopment, expectReachOfPipeline } from '../../attacks/reach';
import { readStage } from '../../observe/stacks';
import { describeChecks, mismatchesOf } from '../../permissions/permission-check';
import { checkStage } from '../../permissions/stage-account-checks';
import { leaveOutChecks } from '../../source/checks';
import { addUnlimitedRole, removeRules } from '../../source/hostile-changes';
import { expectEqual } from '../../observe/expect';
import { Scenario } from '../scenario';

const IMAGE = distribution.images.find(({ retired }) => !retired) ?? distribution.images[0];

/** The pipeline in one account, each stage in one of its own. */
export const severalAccounts: Scenario = {
  name: 'several-accounts',
  summary: 'The pipeline in one account and each stage in its own: one release, and no access across',
  begins: 'empty',

  async run(rehearsal) {
    const accounts = await SeveralAccounts.begin(rehearsal);
    for (const account of accounts.all) await accounts.bootstrap(account);
    await rehearsal.createOperator();
    await accounts.deployPipeline();
    await rehearsal.createApprover();
    await rehearsal.connect();
    await leaveOutChecks(rehearsal.workTree);
    await rehearsal.releases(await rehearsal.push('First release'));
    await expectContents(accounts);
    await rehearsal.step('Every permission, decided by the account of its stage', async (display) => {
      for (const stage of STAGE_NAMES) {
        const checks = await checkStage(accounts.stages[stage], stage);
        expectEqual(`the mismatches of ${stage} with the tables`, mismatchesOf(checks), []);
        display.line(`${stage}: ${describeChecks(checks.length, 0)}`);
      }
    });
    await rehearsal.step('Every principal in each stage tries every other account', async (display) => {
      display.line(`${await expectIsolation(accounts)} attempts`);
    });
    await expectReachOfPipeline(accounts);

    const { Release } = accounts.stages;
    const before = await readStage(Release, 'Release');
    await addUnlimitedRole(rehearsal.workTree, IMAGE.name);
    await removeRules(rehearsal.workTree);
    await rehearsal.reject(await rehearsal.push('A role that may do everything, in Development'));
    await expectReachOfDevelopment(accounts, 'hostile');
    expectEqual('Release', await readStage(Release, 'Release'), before);
  },
};

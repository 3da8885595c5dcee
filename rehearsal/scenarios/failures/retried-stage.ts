import { changeRegistries } from '../../source/changes';
import { revokePermission } from '../../failures/revoke-permission';
import { toolkitName } from '../../actors/toolkit-name';
import { expectEqual, expectMatch } from '../../observe/expect';
import { Scenario } from '../scenario';

/** A retry goes on from what failed, and what has succeeded does not run again. */
export const retriedStage: Scenario = {
  name: 'retried-stage',
  summary: 'A failed stage goes on from its failed action once the cause is gone',
  begins: 'released',

  async run(rehearsal) {
    const { account, pipeline, workTree } = rehearsal;
    const restore = await revokePermission(
      account,
      toolkitName(account, 'deploy-role'),
      'cloudformation:UpdateStack',
    );
    await changeRegistries(workTree, 'retried-stage');

    const commit = await rehearsal.push('A change that the deploy role may not deploy for now');
    const found = await rehearsal.releaseFails(commit);
    expectMatch('what Development says', found, /^Development\S* › .*cloudformation:UpdateStack/m);
    const id = await pipeline.executionOf(commit);
    const before = await pipeline.actions(id);

    await restore();
    await rehearsal.operator.retry(commit, 'Development');
    await rehearsal.releases(commit);

    expectEqual('the execution of the commit', await pipeline.executionOf(commit), id);
    const after = (await pipeline.actions(id)).slice(before.length).map(({ actionName }) => actionName);
    const failed = before.filter(({ status }) => status === 'Failed').map(({ actionName }) => actionName);
    const succeeded = before
      .filter(({ status }) => status === 'Succeeded')
      .map(({ actionName }) => actionName);
    expectEqual('what ran first after the retry', after.slice(0, failed.length), failed);
    expectEqual(
      'what ran again',
      after.filter((name) => succeeded.includes(name)),
      [],
    );
    expectMatch('Release', JSON.stringify(await rehearsal.stage('Release')), /retried-stage/);
  },
};

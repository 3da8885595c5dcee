import { changeRegistries } from '../../source/changes';
import { failureOf } from '../../observe/pipeline/follow-execution';
import { expectEqual, expectMatch } from '../../observe/expect';
import { Scenario } from '../scenario';

/**
 * An approval without an answer ends by itself, and what waited for it is not released.
 *
 * It waits for seven days (AWS CodePipeline User Guide, "Add a manual approval action to a stage").
 */
export const timedOutApproval: Scenario = {
  name: 'timed-out-approval',
  summary: 'An approval without an answer for seven days fails; Release is unchanged',
  begins: 'released',

  async run(rehearsal) {
    const { pipeline, workTree } = rehearsal;
    const before = await rehearsal.stage('Release');

    await changeRegistries(workTree, 'forgotten');
    const commit = await rehearsal.push('A change that is forgotten');
    await rehearsal.untilApproval(commit);
    await rehearsal.letDaysPass(6);
    await rehearsal.untilApproval(commit);
    await rehearsal.letDaysPass(1);

    const id = await pipeline.executionOf(commit);
    await rehearsal.expectEnd(id, 'Failed');
    const said = await failureOf(pipeline, id);
    expectMatch('what the approval says', said, /within 10080 minutes/);
    expectEqual('Release', await rehearsal.stage('Release'), before);

    await changeRegistries(workTree, 'remembered');
    await rehearsal.releases(await rehearsal.push('A change that is remembered'));
    expectMatch('Release', JSON.stringify(await rehearsal.stage('Release')), /remembered/);
  },
};

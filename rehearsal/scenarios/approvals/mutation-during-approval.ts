import { addImage, changeRegistries } from '../../source/changes';
import { expectRefused } from '../../observe/refusal';
import { expectEqual } from '../../observe/expect';
import { Scenario } from '../scenario';

/**
 * A pipeline that changes itself takes the approval with it that is pending.
 *
 * What runs by the old structure is stopped, and its token is worth nothing (AWS CodePipeline User Guide, "Edit
 * a pipeline (CLI)"; "View executions", on the status `Cancelled`).
 */
export const mutationDuringApproval: Scenario = {
  name: 'mutation-during-approval',
  summary: 'A change of the pipeline during an approval cancels what waits, and releases nothing unapproved',
  begins: 'released',

  async run(rehearsal) {
    const { pipeline, workTree } = rehearsal;
    await changeRegistries(workTree, 'pending');
    const waiting = await rehearsal.push('A change that waits for its approval');
    const approval = await rehearsal.untilApproval(waiting);
    const waitingId = await pipeline.executionOf(waiting);
    const before = await rehearsal.stage('Release');

    await addImage(workTree, 'LateComer');
    const mutation = await rehearsal.push('Add an image, which changes the pipeline');
    const next = await rehearsal.untilApproval(mutation);
    await rehearsal.step('What waited is cancelled, and its approval worth nothing', async () => {
      await rehearsal.expectEnd(waitingId, 'Cancelled');
      const late = rehearsal.approver.put(approval, 'Approved', 'Too late');
      await expectRefused(late, 'InvalidApprovalTokenException');
      expectEqual('Release', await rehearsal.stage('Release'), before);
    });

    await rehearsal.approver.answer(next, 'Approved');
    await rehearsal.releases(mutation);
  },
};

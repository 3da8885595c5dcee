import { expectEqual } from '../../observe/expect';
import { Scenario } from '../scenario';

/** The pipeline must not mutate, and no stack move, when the tree that was pushed is the one that stands. */
export const nothingChanges: Scenario = {
  name: 'nothing-changes',
  summary: 'A push that changes nothing leaves everything as it is',
  begins: 'released',

  async run(rehearsal) {
    const before = await rehearsal.stacks();
    const executionsBefore = (await rehearsal.pipeline.executions()).length;

    const commit = await rehearsal.push('Change nothing');
    const { status } = await rehearsal.release(commit);

    expectEqual('the status of the execution', status, 'Succeeded');
    const executions = (await rehearsal.pipeline.executions()).length - executionsBefore;
    expectEqual('the executions that the push caused', executions, 1);
    expectEqual('the stacks', [...(await rehearsal.stacks())], [...before]);
  },
};

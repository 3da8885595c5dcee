import { STAGE_NAMES } from '../../../lib/config';
import { registryStack } from '../../../lib/names';
import { addImage } from '../../source/changes';
import { expectEqual } from '../../observe/expect';
import { Scenario } from '../scenario';

const IMAGE = 'RehearsedImage';

/** Adding an image changes the pipeline, which then starts again, once, with the same commit. */
export const newImage: Scenario = {
  name: 'new-image',
  summary: 'A push that adds an image mutates the pipeline exactly once and restarts it',
  begins: 'released',

  async run(rehearsal) {
    const executionsBefore = (await rehearsal.pipeline.executions()).length;
    await addImage(rehearsal.workTree, IMAGE);

    const commit = await rehearsal.push('Add an image');
    const { status } = await rehearsal.release(commit);

    expectEqual('the status of the last execution', status, 'Succeeded');
    const executions = await rehearsal.pipeline.executions();
    const caused = executions.slice(0, executions.length - executionsBefore);
    expectEqual(
      'the executions that the push caused, newest first',
      caused.map((execution) => execution.status),
      ['Succeeded', 'Cancelled'],
    );
    const stacks = await rehearsal.stacks();
    for (const stageName of STAGE_NAMES) {
      const name = registryStack(IMAGE, stageName);
      expectEqual(`the stack ${name}`, stacks.get(name)?.status, 'CREATE_COMPLETE');
    }
  },
};

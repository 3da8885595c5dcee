import { STAGE_NAMES } from '../../../lib/config';
import distribution from '../../../distribution.config';
import { expectEqual } from '../../observe/expect';
import { Scenario } from '../scenario';
import { registryStack } from '../../../lib/names';

/** From an empty account to images that can be pushed, pulled and released. */
export const firstRelease: Scenario = {
  name: 'first-release',
  summary: 'Bootstrap, deploy the pipeline, complete the pending connection, push, approve, release',
  begins: 'empty',

  async run(rehearsal) {
    await rehearsal.administrator.createExistingIdentityProvider();
    await rehearsal.administrator.bootstrap();
    await rehearsal.createOperator();
    await rehearsal.operator.deployPipeline();
    await rehearsal.createApprover();
    await rehearsal.connect();

    const commit = await rehearsal.push('First release');
    const { status, decision } = await rehearsal.release(commit);

    const released = distribution.images.map(({ name }) => registryStack(name, 'Release'));
    if (decision === 'Rejected') {
      expectEqual('the status of a rejected execution', status, 'Failed');
      const stacks = await rehearsal.stacks();
      expectEqual(
        'the stacks of Release',
        released.filter((name) => stacks.has(name)),
        [],
      );
      return;
    }
    expectEqual('the status of the execution', status, 'Succeeded');
    const stacks = await rehearsal.stacks();
    for (const { name } of distribution.images) {
      for (const stageName of STAGE_NAMES) {
        const stack = registryStack(name, stageName);
        expectEqual(`the stack ${stack}`, stacks.get(stack)?.status, 'CREATE_COMPLETE');
      }
    }
    await rehearsal.checkPermissions();
  },
};

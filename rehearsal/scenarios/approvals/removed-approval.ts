import { changeRegistries } from '../../source/changes';
import { expectEqual, expectMatch } from '../../observe/expect';
import { Scenario } from '../scenario';

const noQuestion = () => {
  throw new Error('an approval was asked for, expected none');
};

/** A merged commit can take the approval away: the pipeline updates itself before it would ask. */
export const removedApproval: Scenario = {
  name: 'removed-approval',
  summary: 'A commit that removes the approval is released without one: only its review can stop it',
  begins: 'released',

  async run(rehearsal) {
    const { source, workTree } = rehearsal;
    const good = await source.head();
    await workTree.replace('lib/pipeline/pipeline-stack.ts', '[review, approval]', '[review]');
    await workTree.replace('lib/pipeline/pipeline-stack.ts', 'approval.stageName', "'Release'");
    await workTree.replace('lib/pipeline/role-names.ts', /^ *approve: .*$/gm, '');
    await changeRegistries(workTree, 'unapproved');

    const { status } = await rehearsal.release(await rehearsal.push('No more questions'), noQuestion);
    expectEqual('the status of the execution', status, 'Succeeded');
    expectMatch('Release', JSON.stringify(await rehearsal.stage('Release')), /unapproved/);

    await source.restore(good);
    const back = await rehearsal.release(await rehearsal.push('Ask again'), () =>
      Promise.resolve('Approved'),
    );
    expectEqual('the answer to the approval', back.decision, 'Approved');
  },
};

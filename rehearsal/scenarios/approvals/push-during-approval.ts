import { changeRegistries } from '../../source/changes';
import { templatesOf } from '../../observe/stacks';
import { synthesizedTemplates } from '../../observe/pipeline/synthesized-templates';
import { expectEqual } from '../../observe/expect';
import { Scenario } from '../scenario';

/**
 * What was approved is what is released, whatever is pushed meanwhile.
 *
 * An execution that waits at the entrance of a stage is superseded by a newer one (AWS CodePipeline User
 * Guide, "How executions are processed in SUPERSEDED mode").
 */
export const pushDuringApproval: Scenario = {
  name: 'push-during-approval',
  summary: 'Of the pushes during an approval the newest waits; what was approved is released byte for byte',
  begins: 'released',

  async run(rehearsal) {
    const { pipeline, workTree } = rehearsal;
    const pushChange = async (word: string) => {
      await changeRegistries(workTree, word);
      const commit = await rehearsal.push(`The ${word} change`);
      return { commit, id: await pipeline.executionOf(commit) };
    };
    const first = await pushChange('first');
    const approval = await rehearsal.untilApproval(first.commit);
    const asked = await synthesizedTemplates(rehearsal, first.id, 'Release');

    const second = await pushChange('second');
    await rehearsal.step('The second waits at the entrance of Release', () =>
      pipeline.expectInbound(second.id, 'Release'),
    );
    const third = await pushChange('third');
    await rehearsal.step('The third takes its place', async () => {
      await pipeline.expectInbound(third.id, 'Release');
      await rehearsal.expectEnd(second.id, 'Superseded');
    });

    await rehearsal.approver.answer(approval, 'Approved');
    await rehearsal.step('The first is released', async () => {
      await rehearsal.expectEnd(first.id, 'Succeeded');
      expectEqual('the templates of Release', templatesOf(await rehearsal.stage('Release')), asked);
    });
    await rehearsal.releases(third.commit);
    expectEqual(
      'the templates of Release',
      templatesOf(await rehearsal.stage('Release')),
      await synthesizedTemplates(rehearsal, third.id, 'Release'),
    );
  },
};

import distribution from '../../../distribution.config';
import { STAGE_NAMES, StageName } from '../../../lib/config';
import { addImage, setGroups } from '../../source/changes';
import { leaveOutChecks } from '../../source/checks';
import { GroupMember } from '../../actors/group-member';
import { early, stageOrder } from '../../observe/pipeline/stage-order';
import { Rehearsal } from '../../runner/rehearsal';
import { movedStacks } from '../../observe/stacks';
import { expectEqual } from '../../observe/expect';
import { Scenario } from '../scenario';
import { registryStack, sharedGroupsStack } from '../../../lib/names';

/** Those that a hundred lacks, and one at least; the configuration may have some already. */
const ADDED = Array.from(
  { length: Math.max(1, 100 - distribution.images.length) },
  (_, index) => `Hundred${index}`,
);
const CHANGED = ADDED[ADDED.length - 1];
const NAMES = [...distribution.images.map(({ name }) => name), ...ADDED];

/** More images than a stage of the pipeline has room for, and a change of one of them. */
export const hundredImages: Scenario = {
  name: 'hundred-images',
  summary:
    'A hundred images go through one pipeline with one approval; then a push changes one, and no other moves',
  begins: 'empty',

  async run(rehearsal) {
    const { account, workTree } = rehearsal;
    await rehearsal.administrator.createExistingIdentityProvider();
    await rehearsal.setUp();
    await rehearsal.connect();
    await leaveOutChecks(workTree);
    await setGroups(workTree, 'shared');
    for (const name of ADDED) await addImage(workTree, name);

    const first = await rehearsal.push('A hundred images');
    const approval = await rehearsal.untilApproval(first);
    expectEqual('the stage of the approval', approval.stageName, 'Release.1');
    expectEqual('the stacks before it', await created(rehearsal), stacksIn('Development', 'Master'));
    await rehearsal.approver.answer(approval, 'Approved');
    await rehearsal.releases(first);
    const stacks = await rehearsal.stacks();
    expectEqual('the stacks after it', await created(rehearsal), stacksIn(...STAGE_NAMES));
    const order = stageOrder(await rehearsal.pipeline.actionsOf(first));
    const fewest = Math.min(order.development.count, order.master.count, order.release.count);
    expectEqual('the approvals', order.approvals.count, 1);
    expectEqual('whether each stage has an action for each image', fewest >= NAMES.length, true);
    expectEqual('what began before its time', early(order), []);

    const outputs = (name: string) => stacks.get(name)?.outputs ?? {};
    const group = outputs(sharedGroupsStack('Release')).DeveloperGroupName;
    const developer = await GroupMember.create(account, 'developer', { groups: [group] });
    const uris = ADDED.map((name) => outputs(registryStack(name, 'Release')).ImageRepositoryUri);
    await developer.expectToSee(uris.map((uri) => uri.slice(uri.indexOf('/') + 1)));

    const executions = (await rehearsal.pipeline.executions()).length;
    const entry = `name: '${CHANGED}',`;
    await workTree.replace('distribution.config.ts', entry, `${entry} subject: 'immutable',`);
    await rehearsal.releases(await rehearsal.push('One of them changes'));
    const caused = (await rehearsal.pipeline.executions()).length - executions;
    expectEqual('the executions that the push caused', caused, 1);
    expectEqual(
      'the stacks that moved',
      movedStacks(stacks, await rehearsal.stacks()).sort(),
      STAGE_NAMES.map((stageName) => registryStack(CHANGED, stageName)),
    );
  },
};

/** Stacks of images in stages, by their names. */
function stacksIn(...stages: StageName[]): string[] {
  return stages.flatMap((stageName) => NAMES.map((name) => registryStack(name, stageName))).sort();
}

/** Which of all of them were created. */
async function created(rehearsal: Rehearsal): Promise<string[]> {
  const stacks = await rehearsal.stacks();
  return stacksIn(...STAGE_NAMES).filter((name) => stacks.get(name)?.status === 'CREATE_COMPLETE');
}

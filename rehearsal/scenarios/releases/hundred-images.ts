import distribution from '../../../distribution.config';
import { STAGE_NAMES, StageName } from '../../../lib/config';
import { addImage, setGroups } from '../../source/changes';
import { leaveOutChecks } from '../../source/checks';
import { createUserInGroup } from '../../actors/iam-users';
import { expectAccess } from '../../permissions/expect-access';
import { Rehearsal } from '../../runner/rehearsal';
import { StackState } from '../../observe/stacks';
import { expectEqual, Scenario } from '../scenario';
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
    expectEqual(
      'the stacks before it',
      await stacksOf(rehearsal, ...STAGE_NAMES),
      namesIn('Development', 'Master'),
    );
    await rehearsal.approver.answer(approval, 'Approved');
    await rehearsal.releases(first);
    const stacks = await rehearsal.stacks();
    expectEqual('the stacks after it', await stacksOf(rehearsal, ...STAGE_NAMES), namesIn(...STAGE_NAMES));
    await expectOrder(rehearsal, first);

    const developers = stacks.get(sharedGroupsStack('Release'))?.outputs.DeveloperGroupName ?? '';
    const developer = await createUserInGroup(account, 'developer', developers, 'user-boundary');
    const repositories = ADDED.map((name) => {
      const uri = stacks.get(`${name}Release`)?.outputs.ImageRepositoryUri ?? '';
      return uri.slice(uri.indexOf('/') + 1);
    });
    await expectAccess(account, developer, repositories);

    const executions = (await rehearsal.pipeline.executions()).length;
    await workTree.replace(
      'distribution.config.ts',
      `name: '${CHANGED}',`,
      `name: '${CHANGED}', subject: 'immutable',`,
    );
    await rehearsal.releases(await rehearsal.push('One of them changes'));
    expectEqual(
      'the executions that the push caused',
      (await rehearsal.pipeline.executions()).length - executions,
      1,
    );
    const moved = [...(await rehearsal.stacks())].filter(([name, stack]) => isMoved(stack, stacks.get(name)));
    expectEqual('the stacks that moved', moved.map(([name]) => name).sort(), ofImage(CHANGED));
  },
};

function isMoved(now: StackState, before: StackState | undefined): boolean {
  return now.status !== before?.status || now.updated !== before.updated;
}

function ofImage(name: string): string[] {
  return STAGE_NAMES.map((stageName) => registryStack(name, stageName));
}

/** Stacks of images in stages, by their names. */
function namesIn(...stages: StageName[]): string[] {
  return stages.flatMap((stageName) => NAMES.map((name) => registryStack(name, stageName))).sort();
}

/** Which of them stand. */
async function stacksOf(rehearsal: Rehearsal, ...stages: StageName[]): Promise<string[]> {
  const stacks = await rehearsal.stacks();
  return namesIn(...stages).filter((name) => stacks.get(name)?.status === 'CREATE_COMPLETE');
}

/** Expects that nothing of a stage began before all of the stage before it had ended, and the approval for Release. */
async function expectOrder({ pipeline }: Rehearsal, commit: string): Promise<void> {
  const actions = await pipeline.actions(await pipeline.executionOf(commit));
  const times = (isMeant: (stage: string, action: string) => boolean) => {
    const meant = actions.filter(({ stageName = '', actionName = '' }) => isMeant(stageName, actionName));
    const began = meant.map(({ startTime }) => startTime?.getTime() ?? 0);
    const ended = meant.map(({ lastUpdateTime }) => lastUpdateTime?.getTime() ?? 0);
    return { count: meant.length, began: Math.min(...began), ended: Math.max(...ended) };
  };
  const order = [
    times((stage) => stage.startsWith('Development')),
    times((stage) => stage.startsWith('Master')),
    times((_, action) => action === 'Approve'),
    times((stage, action) => stage.startsWith('Release') && action !== 'Approve'),
  ];
  const [development, master, approvals, release] = order.map(({ count }) => count);
  expectEqual('the approvals', approvals, 1);
  const fewest = Math.min(development, master, release);
  expectEqual('whether each stage has an action for each image', fewest >= NAMES.length, true);
  const early = order.slice(1).filter(({ began }, index) => began < order[index].ended);
  expectEqual('what began before its time', early, []);
}

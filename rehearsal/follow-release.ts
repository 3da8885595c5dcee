import { ActionExecutionDetail } from '@aws-sdk/client-codepipeline';
import * as fs from 'node:fs/promises';
import { Approve, Decision } from './approve';
import { PendingApproval, PipelineWatcher } from './pipeline-watcher';
import { Progress, StepDisplay } from './progress';

const LOG_LINES = 30;

export interface FollowReleaseProps {
  readonly commit: string;
  readonly progress: Progress;
  readonly pipeline: PipelineWatcher;

  /** The pipeline as a member of the approvers' group sees it. */
  readonly approver: PipelineWatcher;
  readonly approve: Approve;

  /** Path of the log of a build. */
  readonly buildLog: (externalExecutionId: string) => string;
}

/** How a release ended. */
export interface Release {
  readonly status: string;
  readonly decision?: Decision;

  /** What the failed actions say, with the end of their logs, unless it failed for being rejected. */
  readonly failure?: string;

  /** The execution of the push, and those that took its place. */
  readonly executionIds: readonly string[];
}

/** Follows a commit through the pipeline: restarts after a mutation, approvals, to the end. */
export async function followRelease(props: FollowReleaseProps): Promise<Release> {
  const { commit, progress, pipeline } = props;
  const executionIds: string[] = [];
  let decision: Decision | undefined;
  let title = `Pipeline: commit ${commit.slice(0, 8)}`;
  let executionId = await pipeline.executionOf(commit);
  const shown = new Set<string>();
  for (;;) {
    if (!executionIds.includes(executionId)) executionIds.push(executionId);
    const outcome = await progress.step(title, (display) =>
      pipeline.follow(executionId, (actions) => showActions(display, actions, shown)),
    );
    if (typeof outcome !== 'string') {
      decision = await answer(props, outcome);
      title = decision === 'Approved' ? 'Pipeline: Release' : 'Pipeline: the end of what was rejected';
    } else if (outcome === 'Cancelled') {
      title = 'Pipeline: again, as it has changed itself';
      executionId = await pipeline.executionOf(commit, executionId);
    } else {
      const isFailure = outcome === 'Failed' && decision !== 'Rejected';
      const failure = isFailure ? await explainFailure(props, executionId) : undefined;
      return { status: outcome, decision, failure, executionIds };
    }
  }
}

async function answer(props: FollowReleaseProps, approval: PendingApproval): Promise<Decision> {
  const decision = await props.approve(approval);
  await props.progress.step(`${decision} by a member of the approvers' group`, () =>
    props.approver.answer(approval, decision, `${decision} in the rehearsal`),
  );
  return decision;
}

/** Shows each action once when it has ended, and what is under way. */
function showActions(
  display: StepDisplay,
  actions: readonly ActionExecutionDetail[],
  shown: Set<string>,
): void {
  for (const action of actions) {
    const id = action.actionExecutionId ?? '';
    if (action.status === 'InProgress' || shown.has(id)) continue;
    shown.add(id);
    const mark = action.status === 'Succeeded' ? '✔' : '✖';
    display.line(`${mark} ${action.stageName} › ${action.actionName}  ${seconds(action)} s`);
  }
  const running = actions.filter(({ status }) => status === 'InProgress');
  display.now(running.map(({ stageName, actionName }) => `${stageName} › ${actionName}`).join(', '));
}

/** Seconds from the start of an action to its last change. */
export function seconds({
  startTime,
  lastUpdateTime,
}: Pick<ActionExecutionDetail, 'startTime' | 'lastUpdateTime'>): number {
  if (!startTime || !lastUpdateTime) return 0;
  return Math.round((lastUpdateTime.getTime() - startTime.getTime()) / 100) / 10;
}

async function explainFailure(props: FollowReleaseProps, executionId: string): Promise<string> {
  const failed = (await props.pipeline.actions(executionId)).filter(({ status }) => status === 'Failed');
  const explanations = failed.map(async ({ stageName, actionName, input, output }) => {
    const result = output?.executionResult;
    const said = `${stageName} › ${actionName} failed: ${result?.errorDetails?.message ?? 'no reason given'}`;
    if (input?.actionTypeId?.provider !== 'CodeBuild' || !result?.externalExecutionId) return said;
    const log = props.buildLog(result.externalExecutionId);
    const tail = (await fs.readFile(log, 'utf8')).trimEnd().split('\n').slice(-LOG_LINES).join('\n');
    return `${said}\n${tail}\n(the whole log: ${log})`;
  });
  return (await Promise.all(explanations)).join('\n\n');
}

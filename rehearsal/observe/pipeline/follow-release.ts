import { ActionExecutionDetail } from '@aws-sdk/client-codepipeline';
import * as fs from 'node:fs/promises';
import { Approver } from '../../actors/approver';
import { Approve, Decision } from '../../runner/approve';
import { Progress, StepDisplay } from '../../runner/progress';
import { decide } from './decide';
import { followExecution } from './follow-execution';
import { lastLine } from './last-line';
import { PendingApproval } from './pending-approval';
import { Pipeline } from './pipeline';

const LOG_LINES = 30;

/** So often may a pipeline begin anew for one commit; once is what a change of it takes. */
const MAX_MUTATIONS = 2;

export interface FollowReleaseProps {
  readonly commit: string;
  readonly progress: Progress;
  readonly pipeline: Pipeline;
  readonly approver: Pick<Approver, 'answer' | 'readReview'>;
  readonly approve: Approve;

  /** Ids of actions that were shown when they ended; a retry goes on from there. */
  readonly shown: Set<string>;

  /** Path of the log of a build. */
  readonly buildLog: (externalExecutionId: string) => string;
}

/** What a failed action says, and the whole log of its build, if it has one. */
export interface Failure {
  readonly message: string;
  readonly log?: string;
}

/** How a release ended. */
export interface Release {
  readonly status: string;
  readonly decision?: Decision;

  /** The approval, if it was left without an answer. */
  readonly approval?: PendingApproval;

  /** What the failed actions say, with their logs; none if it failed for being rejected. */
  readonly failures: readonly Failure[];

  /** The execution of the push, and those that took its place. */
  readonly executionIds: readonly string[];
}

/**
 * Follows a commit through the pipeline: restarts after a mutation, approvals, to the end.
 *
 * @throws Error when it restarts again and again, as it does when two synths of one commit differ
 */
export async function followRelease(props: FollowReleaseProps): Promise<Release> {
  const { commit, progress, pipeline } = props;
  const executionIds: string[] = [];
  let decision: Decision | undefined;
  let wasAsked = false;
  let title = `Pipeline: commit ${commit.slice(0, 8)}`;
  let executionId = await pipeline.executionOf(commit);
  for (;;) {
    if (!executionIds.includes(executionId)) executionIds.push(executionId);
    const outcome = await progress.step(title, (display) =>
      followExecution(pipeline, executionId, (actions) => showActions(display, actions, props)),
    );
    if (typeof outcome !== 'string') {
      const answer = await decide({ ...props, approval: outcome });
      if (answer.waits) return { status: 'InProgress', approval: outcome, failures: [], executionIds };
      [decision, wasAsked] = [answer.decision, true];
      title = TITLES[decision ?? 'Unanswered'];
    } else if (outcome === 'Cancelled' && !wasAsked) {
      if (executionIds.length > MAX_MUTATIONS) {
        throw new Error(
          `the pipeline has changed itself ${executionIds.length} times for commit ${commit}, expected once at most; 'npx cdk synth' twice and compare the templates of PipelineStack`,
        );
      }
      title = 'Pipeline: again, as it has changed itself';
      executionId = await pipeline.executionOf(commit, executionId);
    } else {
      const isFailure = outcome === 'Failed' && decision !== 'Rejected';
      const failures = isFailure ? await readFailures(props, executionId) : [];
      return { status: outcome, decision, failures, executionIds };
    }
  }
}

const TITLES: Readonly<Record<Decision | 'Unanswered', string>> = {
  Approved: 'Pipeline: Release',
  Rejected: 'Pipeline: the end of what was rejected',
  Unanswered: 'Pipeline: the end of what was not answered',
};

/** Shows each action once when it has ended, and what is under way. */
async function showActions(
  display: StepDisplay,
  actions: readonly ActionExecutionDetail[],
  { shown, buildLog }: Pick<FollowReleaseProps, 'shown' | 'buildLog'>,
): Promise<void> {
  for (const action of actions) {
    const id = action.actionExecutionId ?? '';
    if (action.status === 'InProgress' || shown.has(id)) continue;
    shown.add(id);
    const mark = action.status === 'Succeeded' ? '✔' : '✖';
    display.line(`${mark} ${action.stageName} › ${action.actionName}  ${seconds(action)} s`);
  }
  if (!display.isAlive) return;
  const running = actions.filter(({ status }) => status === 'InProgress');
  const names = running.map(({ stageName, actionName }) => `${stageName} › ${actionName}`).join(', ');
  const [build] = running.flatMap((action) => buildOf(action) ?? []);
  const line = build && (await lastLine(buildLog(build)));
  display.now(line ? `${names}: ${line}` : names);
}

/** Seconds from the start of an action to its last change. */
export function seconds({
  startTime,
  lastUpdateTime,
}: Pick<ActionExecutionDetail, 'startTime' | 'lastUpdateTime'>): number {
  if (!startTime || !lastUpdateTime) return 0;
  return Math.round((lastUpdateTime.getTime() - startTime.getTime()) / 100) / 10;
}

/** The last run of each action: a retry makes what came before it history. */
function latest(actions: readonly ActionExecutionDetail[]): ActionExecutionDetail[] {
  return [...new Map(actions.map((action) => [`${action.stageName} ${action.actionName}`, action])).values()];
}

async function readFailures(props: FollowReleaseProps, executionId: string): Promise<Failure[]> {
  const failed = latest(await props.pipeline.actions(executionId)).filter(
    ({ status }) => status === 'Failed',
  );
  return Promise.all(
    failed.map(async ({ stageName, actionName, input, output }) => {
      const result = output?.executionResult;
      const message = `${stageName} › ${actionName} failed: ${result?.errorDetails?.message ?? 'no reason given'}`;
      const build = buildOf({ input, output });
      if (!build) return { message };
      return { message, log: await fs.readFile(props.buildLog(build), 'utf8') };
    }),
  );
}

/** Id of an action's build, if it has begun one. */
function buildOf({ input, output }: Pick<ActionExecutionDetail, 'input' | 'output'>): string | undefined {
  if (input?.actionTypeId?.provider !== 'CodeBuild') return undefined;
  return output?.executionResult?.externalExecutionId;
}

/** What failed actions say, each with the end of its log. */
export function explain(failures: readonly Failure[]): string {
  return failures
    .map(({ message, log }) =>
      [message, ...(log ? log.trimEnd().split('\n').slice(-LOG_LINES) : [])].join('\n'),
    )
    .join('\n\n');
}

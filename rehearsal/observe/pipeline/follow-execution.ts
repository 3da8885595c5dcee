import { setTimeout as sleep } from 'node:timers/promises';
import { ActionExecutionDetail } from '@aws-sdk/client-codepipeline';
import { PendingApproval, readPendingApproval } from './pending-approval';
import { Pipeline } from './pipeline';
import { POLL_MILLISECONDS } from './wait-for';

/** Timeout for any action of an execution to begin or end; the longest is a build with all checks. */
const MAX_QUIET_SECONDS = 900;

/** Milliseconds after which it is looked again, at most: a build in which nothing moves is asked less and less. */
const MAX_POLL_MILLISECONDS = 2000;
const RUNNING = ['InProgress', 'Stopping'];

/** Called with the actions of an execution, oldest first, again and again while it runs. */
export type OnActions = (actions: readonly ActionExecutionDetail[]) => void | Promise<void>;

/**
 * Waits until an execution has ended, or asks for an approval; returns its status, or the approval.
 *
 * @throws Error when nothing moves in it any more
 */
export async function followExecution(
  pipeline: Pipeline,
  executionId: string,
  onActions: OnActions = () => undefined,
): Promise<string | PendingApproval> {
  let [seen, moved] = ['', 0];
  for (;;) {
    const { status } = (await pipeline.execution(executionId)) ?? {};
    const actions = await pipeline.actions(executionId);
    await onActions(actions);
    if (status && !RUNNING.includes(status)) return status;
    const pending = await readPendingApproval(pipeline, actions);
    if (pending) return pending;
    const sight = JSON.stringify(actions.map((action) => [action.actionExecutionId, action.status]));
    if (sight !== seen) [seen, moved] = [sight, Date.now()];
    const quiet = Date.now() - moved;
    if (quiet > MAX_QUIET_SECONDS * 1000) {
      throw new Error(
        `nothing has moved in the execution ${executionId} for ${MAX_QUIET_SECONDS} s, which is ${status}; expected it to end, or to ask for an approval`,
      );
    }
    await sleep(Math.min(Math.max(POLL_MILLISECONDS, quiet / 5), MAX_POLL_MILLISECONDS));
  }
}

/** Waits until an execution has a status, such as `Superseded`; whatever else it ends with is an error. */
export async function expectStatus(pipeline: Pipeline, executionId: string, expected: string): Promise<void> {
  const status = await followExecution(pipeline, executionId);
  if (status !== expected) {
    throw new Error(`the execution ${executionId}: expected ${expected}, found ${JSON.stringify(status)}`);
  }
}

/** Waits until an execution has failed, and returns what the last action says that failed. */
export async function failureOf(pipeline: Pipeline, executionId: string): Promise<string> {
  await expectStatus(pipeline, executionId, 'Failed');
  const failed = (await pipeline.actions(executionId)).findLast(({ status }) => status === 'Failed');
  return failed?.output?.executionResult?.errorDetails?.message ?? '';
}

import { setTimeout as sleep } from 'node:timers/promises';
import { ActionExecutionDetail } from '@aws-sdk/client-codepipeline';
import { PendingApproval, PipelineUser } from './pipeline-user';

const POLL_MILLISECONDS = 300;

/** In which whatever is waited for has come: an execution goes through several builds meanwhile. */
const LONGEST_SECONDS = 300;

/** In which an execution that is followed begins or ends an action; the longest is a build with all checks. */
const LONGEST_QUIET_SECONDS = 900;
const RUNNING = ['InProgress', 'Stopping'];

/** Called with the actions of an execution, oldest first, each time somebody looked. */
export type OnActions = (actions: readonly ActionExecutionDetail[]) => void;

/** Waits for what happens in a pipeline, as one user sees it. */
export class PipelineWatcher extends PipelineUser {
  /**
   * Waits for the newest execution of a commit, which a push started, or a change of the pipeline restarted.
   *
   * @param after Execution that is not meant
   * @throws Error when none begins
   */
  async executionOf(commitId: string, after?: string): Promise<string> {
    return this.until(`an execution of commit ${commitId}`, async () => {
      const newest = (await this.executions()).find(({ sourceRevisions = [] }) =>
        sourceRevisions.some(({ revisionId }) => revisionId === commitId),
      );
      return newest?.pipelineExecutionId === after ? undefined : newest?.pipelineExecutionId;
    });
  }

  /** Waits for a newer execution than the newest that is known, of whatever commit. */
  async executionAfter(known: string | undefined): Promise<string> {
    return this.until('another execution', async () => {
      const [newest] = await this.executions();
      return newest?.pipelineExecutionId === known ? undefined : newest?.pipelineExecutionId;
    });
  }

  /** Waits until an execution has failed, and returns what the last action says that failed. */
  async failureOf(executionId: string): Promise<string> {
    await this.expectStatus(executionId, 'Failed');
    const failed = (await this.actions(executionId)).findLast(({ status }) => status === 'Failed');
    return failed?.output?.executionResult?.errorDetails?.message ?? '';
  }

  /** Waits until an execution has a status, such as `Superseded`; whatever else it ends with is an error. */
  async expectStatus(executionId: string, expected: string): Promise<void> {
    const status = await this.follow(executionId, () => undefined);
    if (status !== expected) {
      throw new Error(`the execution ${executionId}: expected ${expected}, found ${JSON.stringify(status)}`);
    }
  }

  /** Waits until an execution stands at the entrance of a stage that another one occupies. */
  async expectInbound(executionId: string, stage: string): Promise<void> {
    await this.until(`the execution ${executionId} at the entrance of ${stage}`, async () => {
      const [entrance] = await this.stagesOf(stage);
      return entrance?.inboundExecution?.pipelineExecutionId === executionId || undefined;
    });
  }

  /**
   * Waits until an execution has ended, or asks for an approval; returns its status, or the approval.
   *
   * @throws Error when nothing moves in it any more
   */
  async follow(executionId: string, onActions: OnActions): Promise<string | PendingApproval> {
    let [seen, deadline] = ['', 0];
    for (;;) {
      const execution = (await this.executions()).find(
        ({ pipelineExecutionId }) => pipelineExecutionId === executionId,
      );
      const actions = await this.actions(executionId);
      onActions(actions);
      if (execution?.status && !RUNNING.includes(execution.status)) return execution.status;
      const approval = actions.find(isPendingApproval);
      const pending = approval && (await this.pendingApproval(approval));
      if (pending) return pending;
      const sight = JSON.stringify(
        actions.map(({ actionExecutionId, status }) => [actionExecutionId, status]),
      );
      if (sight !== seen) [seen, deadline] = [sight, Date.now() + LONGEST_QUIET_SECONDS * 1000];
      if (Date.now() > deadline) {
        throw new Error(
          `nothing has moved in the execution ${executionId} for ${LONGEST_QUIET_SECONDS} s, which is ${execution?.status}; expected it to end, or to ask for an approval`,
        );
      }
      await sleep(POLL_MILLISECONDS);
    }
  }

  private async until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
    const deadline = Date.now() + LONGEST_SECONDS * 1000;
    for (;;) {
      const found = await look();
      if (found !== undefined) return found;
      if (Date.now() > deadline)
        throw new Error(`waited ${LONGEST_SECONDS} s for ${what}, which has not come`);
      await sleep(POLL_MILLISECONDS);
    }
  }
}

function isPendingApproval(action: ActionExecutionDetail): boolean {
  return action.input?.actionTypeId?.category === 'Approval' && action.status === 'InProgress';
}

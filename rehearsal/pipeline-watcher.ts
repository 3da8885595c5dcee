import { setTimeout as sleep } from 'node:timers/promises';
import {
  ActionExecutionDetail,
  CodePipelineClient,
  GetPipelineStateCommand,
  GetPipelineStateCommandOutput,
  ListActionExecutionsCommand,
  ListPipelineExecutionsCommand,
  PipelineExecutionSummary,
  PutApprovalResultCommand,
  RetryStageExecutionCommand,
  StartPipelineExecutionCommand,
} from '@aws-sdk/client-codepipeline';
import { Credentials, LocalAccount } from './account/local-account';

const POLL_MILLISECONDS = 300;

/** In which whatever is waited for has come: an execution goes through several builds meanwhile. */
const LONGEST_SECONDS = 300;

/** In which an execution that is followed begins or ends an action; the longest is a build with all checks. */
const LONGEST_QUIET_SECONDS = 900;
const RUNNING = ['InProgress', 'Stopping'];

/** Called with the actions of an execution, oldest first, each time somebody looked. */
export type OnActions = (actions: readonly ActionExecutionDetail[]) => void;

/** An approval that waits for an answer. */
export interface PendingApproval {
  readonly stageName: string;
  readonly actionName: string;
  readonly token: string;
  readonly question: string;
  readonly link: string;
}

/** A pipeline as its API shows it to one user. */
export class PipelineWatcher {
  private readonly client: CodePipelineClient;

  constructor(
    account: LocalAccount,
    credentials: Credentials,
    private readonly pipelineName: string,
  ) {
    this.client = new CodePipelineClient(account.sdk(credentials));
  }

  /** All executions, newest first. */
  async executions(): Promise<PipelineExecutionSummary[]> {
    const { pipelineName } = this;
    const answer = await this.client.send(new ListPipelineExecutionsCommand({ pipelineName }));
    return answer.pipelineExecutionSummaries ?? [];
  }

  /** Actions of one execution, oldest first. */
  async actions(pipelineExecutionId: string): Promise<ActionExecutionDetail[]> {
    const { pipelineName } = this;
    const answer = await this.client.send(
      new ListActionExecutionsCommand({ pipelineName, filter: { pipelineExecutionId } }),
    );
    return (answer.actionExecutionDetails ?? []).reverse();
  }

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
      const { stageStates = [] } = await this.state();
      const inbound = stageStates.find(({ stageName }) => stageName === stage)?.inboundExecution;
      return inbound?.pipelineExecutionId === executionId || undefined;
    });
  }

  /** Tries the failed actions of a stage again. */
  async retry(pipelineExecutionId: string, stageName: string): Promise<void> {
    const { pipelineName } = this;
    await this.client.send(
      new RetryStageExecutionCommand({
        pipelineName,
        pipelineExecutionId,
        stageName,
        retryMode: 'FAILED_ACTIONS',
      }),
    );
  }

  /** Starts an execution of the branch's head. */
  async start(): Promise<string> {
    const { pipelineName: name } = this;
    const answer = await this.client.send(new StartPipelineExecutionCommand({ name }));
    return answer.pipelineExecutionId ?? '';
  }

  /** How its stages stand. */
  state(): Promise<GetPipelineStateCommandOutput> {
    return this.client.send(new GetPipelineStateCommand({ name: this.pipelineName }));
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

  /** Whether somebody has approved an execution. */
  async wasApproved(executionId: string): Promise<boolean> {
    return (await this.actions(executionId)).some(
      ({ input, status, updatedBy }) =>
        input?.actionTypeId?.category === 'Approval' && status === 'Succeeded' && updatedBy !== undefined,
    );
  }

  /** Answers an approval. */
  async answer(approval: PendingApproval, status: 'Approved' | 'Rejected', summary: string): Promise<void> {
    const { pipelineName } = this;
    const { stageName, actionName, token } = approval;
    await this.client.send(
      new PutApprovalResultCommand({
        pipelineName,
        stageName,
        actionName,
        token,
        result: { status, summary },
      }),
    );
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

  private async pendingApproval(action: ActionExecutionDetail): Promise<PendingApproval | undefined> {
    const { stageStates = [] } = await this.state();
    const actionState = stageStates
      .find(({ stageName }) => stageName === action.stageName)
      ?.actionStates?.find(({ actionName }) => actionName === action.actionName);
    const token = actionState?.latestExecution?.token;
    if (!token) return undefined;
    const { CustomData = '', ExternalEntityLink = '' } = action.input?.resolvedConfiguration ?? {};
    return {
      stageName: action.stageName ?? '',
      actionName: action.actionName ?? '',
      token,
      question: CustomData,
      link: ExternalEntityLink,
    };
  }
}

function isPendingApproval(action: ActionExecutionDetail): boolean {
  return action.input?.actionTypeId?.category === 'Approval' && action.status === 'InProgress';
}

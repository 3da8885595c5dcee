import { setTimeout as sleep } from 'node:timers/promises';
import {
  ActionExecutionDetail,
  CodePipelineClient,
  GetPipelineStateCommand,
  ListActionExecutionsCommand,
  ListPipelineExecutionsCommand,
  PipelineExecutionSummary,
  PutApprovalResultCommand,
} from '@aws-sdk/client-codepipeline';
import { Credentials, LocalAccount } from './account/local-account';

const POLL_MILLISECONDS = 300;
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

  /** Waits for the execution that a push started, or a change of the pipeline restarted. */
  async executionOf(commitId: string, after?: string): Promise<string> {
    for (;;) {
      const [newest] = await this.executions();
      const commits = (newest?.sourceRevisions ?? []).map(({ revisionId }) => revisionId);
      if (newest?.pipelineExecutionId && newest.pipelineExecutionId !== after && commits.includes(commitId)) {
        return newest.pipelineExecutionId;
      }
      await sleep(POLL_MILLISECONDS);
    }
  }

  /** Waits until an execution has ended, or asks for an approval; returns its status, or the approval. */
  async follow(executionId: string, onActions: OnActions): Promise<string | PendingApproval> {
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
      await sleep(POLL_MILLISECONDS);
    }
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

  private async pendingApproval(action: ActionExecutionDetail): Promise<PendingApproval | undefined> {
    const state = await this.client.send(new GetPipelineStateCommand({ name: this.pipelineName }));
    const actionState = state.stageStates
      ?.find(({ stageName }) => stageName === action.stageName)
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

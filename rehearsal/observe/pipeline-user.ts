import {
  ActionExecutionDetail,
  CodePipelineClient,
  GetPipelineStateCommand,
  GetPipelineStateCommandOutput,
  paginateListActionExecutions,
  paginateListPipelineExecutions,
  PipelineExecutionSummary,
  PutApprovalResultCommand,
  RetryStageExecutionCommand,
  StageState,
} from '@aws-sdk/client-codepipeline';
import { Credentials, LocalAccount } from '../../emulators/account/local-account';

/** An approval that waits for an answer. */
export interface PendingApproval {
  readonly stageName: string;
  readonly actionName: string;
  readonly token: string;
  readonly question: string;
  readonly link: string;
}

/** A pipeline in the hands of one user. */
export class PipelineUser {
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
    const { client, pipelineName } = this;
    const executions: PipelineExecutionSummary[] = [];
    for await (const page of paginateListPipelineExecutions({ client }, { pipelineName })) {
      executions.push(...(page.pipelineExecutionSummaries ?? []));
    }
    return executions;
  }

  /** Actions of one execution, oldest first. */
  async actions(pipelineExecutionId: string): Promise<ActionExecutionDetail[]> {
    const { client, pipelineName } = this;
    const actions: ActionExecutionDetail[] = [];
    const filter = { pipelineExecutionId };
    for await (const page of paginateListActionExecutions({ client }, { pipelineName, filter })) {
      actions.push(...(page.actionExecutionDetails ?? []));
    }
    return actions.reverse();
  }

  /** How its stages stand. */
  state(): Promise<GetPipelineStateCommandOutput> {
    return this.client.send(new GetPipelineStateCommand({ name: this.pipelineName }));
  }

  /** Whether somebody has approved an execution. */
  async wasApproved(executionId: string): Promise<boolean> {
    return (await this.actions(executionId)).some(
      ({ input, status, updatedBy }) =>
        input?.actionTypeId?.category === 'Approval' && status === 'Succeeded' && updatedBy !== undefined,
    );
  }

  /** Tries the failed actions of a stage again, in whichever of the pipeline's stages for it they are. */
  async retry(pipelineExecutionId: string, stage: string): Promise<void> {
    const { pipelineName } = this;
    const stageName = (await this.stagesOf(stage)).find(
      ({ latestExecution }) => latestExecution?.status === 'Failed',
    )?.stageName;
    await this.client.send(
      new RetryStageExecutionCommand({
        pipelineName,
        pipelineExecutionId,
        stageName,
        retryMode: 'FAILED_ACTIONS',
      }),
    );
  }

  /** How the pipeline's stages stand that are one of the distribution's: `Release`, or `Release.1` and others. */
  async stagesOf(stage: string): Promise<StageState[]> {
    const { stageStates = [] } = await this.state();
    return stageStates.filter(
      ({ stageName = '' }) => stageName === stage || stageName.startsWith(`${stage}.`),
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

  /** The approval that an action waits for, once it can be answered. */
  async pendingApproval(action: ActionExecutionDetail): Promise<PendingApproval | undefined> {
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

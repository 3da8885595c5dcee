import {
  ActionExecutionDetail,
  CodePipelineClient,
  GetPipelineStateCommand,
  paginateListActionExecutions,
  paginateListPipelineExecutions,
  PipelineExecutionSummary,
  StageState,
} from '@aws-sdk/client-codepipeline';
import { Credentials, LocalAccount } from '../../../emulators/account/local-account';
import { waitFor } from './wait-for';

/** The pipeline as one user sees it, and waits for what happens in it. */
export class Pipeline {
  readonly client: CodePipelineClient;

  constructor(
    account: LocalAccount,
    credentials: Credentials,
    readonly pipelineName: string,
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

  async execution(executionId: string): Promise<PipelineExecutionSummary | undefined> {
    return (await this.executions()).find(({ pipelineExecutionId }) => pipelineExecutionId === executionId);
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

  /** Actions of the newest execution of a commit, oldest first. */
  async actionsOf(commitId: string): Promise<ActionExecutionDetail[]> {
    return this.actions(await this.executionOf(commitId));
  }

  /** How its stages stand. */
  async stages(): Promise<StageState[]> {
    const { stageStates = [] } = await this.client.send(
      new GetPipelineStateCommand({ name: this.pipelineName }),
    );
    return stageStates;
  }

  /** How the pipeline's stages stand that are one of the distribution's: `Release`, or `Release.1` and others. */
  async stagesOf(stage: string): Promise<StageState[]> {
    return (await this.stages()).filter(
      ({ stageName = '' }) => stageName === stage || stageName.startsWith(`${stage}.`),
    );
  }

  /** Whether an execution was approved by a user. */
  async wasApproved(executionId: string): Promise<boolean> {
    return (await this.actions(executionId)).some(
      ({ input, status, updatedBy }) =>
        input?.actionTypeId?.category === 'Approval' && status === 'Succeeded' && updatedBy !== undefined,
    );
  }

  /**
   * Waits for the newest execution of a commit, which a push started, or a change of the pipeline restarted.
   *
   * @param after Execution that is not meant
   * @throws Error when none begins
   */
  executionOf(commitId: string, after?: string): Promise<string> {
    return waitFor(`an execution of commit ${commitId}`, async () => {
      const newest = (await this.executions()).find(({ sourceRevisions = [] }) =>
        sourceRevisions.some(({ revisionId }) => revisionId === commitId),
      );
      return newest?.pipelineExecutionId === after ? undefined : newest?.pipelineExecutionId;
    });
  }

  /** Waits for a newer execution than the newest that is known, of whatever commit. */
  executionAfter(known: string | undefined): Promise<string> {
    return waitFor('another execution', async () => {
      const [newest] = await this.executions();
      return newest?.pipelineExecutionId === known ? undefined : newest?.pipelineExecutionId;
    });
  }

  /** Waits until an execution stands at the entrance of a stage that another one occupies. */
  async expectInbound(executionId: string, stage: string): Promise<void> {
    await waitFor(`the execution ${executionId} at the entrance of ${stage}`, async () => {
      const [entrance] = await this.stagesOf(stage);
      return entrance?.inboundExecution?.pipelineExecutionId === executionId || undefined;
    });
  }
}

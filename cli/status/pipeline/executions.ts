import {
  CodePipelineClient,
  GetPipelineExecutionCommand,
  paginateListActionExecutions,
  paginateListPipelineExecutions,
  PipelineExecutionSummary,
} from '@aws-sdk/client-codepipeline';
import { actionKey } from './deployed-pipeline';

/** What has gone through a pipeline, asked of it piece by piece. */
export class Executions {
  private readonly client = new CodePipelineClient({});
  private readonly commits = new Map<string, Promise<string | undefined>>();

  constructor(private readonly pipelineName: string) {}

  /** Id of an execution's commit, once its source has answered. */
  commitOf(executionId: string): Promise<string | undefined> {
    const known = this.commits.get(executionId) ?? this.readCommit(executionId);
    this.commits.set(executionId, known);
    return known;
  }

  /** All executions, newest first. */
  async *newestFirst(): AsyncGenerator<PipelineExecutionSummary> {
    const { client, pipelineName } = this;
    for await (const page of paginateListPipelineExecutions({ client }, { pipelineName })) {
      yield* page.pipelineExecutionSummaries ?? [];
    }
  }

  /** Stages in which an execution has begun an action, and whether all that it has begun there has succeeded. */
  async stagesOf(pipelineExecutionId: string): Promise<ReadonlyMap<string, boolean>> {
    const { client, pipelineName } = this;
    const stages = new Map<string, boolean>();
    const seen = new Set<string>();
    const filter = { pipelineExecutionId };
    for await (const page of paginateListActionExecutions({ client }, { pipelineName, filter })) {
      for (const { stageName = '', actionName = '', status } of page.actionExecutionDetails ?? []) {
        const key = actionKey(stageName, actionName);
        // The newest come first: of what was retried, the last run counts.
        if (seen.has(key)) continue;
        seen.add(key);
        stages.set(stageName, (stages.get(stageName) ?? true) && status === 'Succeeded');
      }
    }
    return stages;
  }

  private async readCommit(pipelineExecutionId: string): Promise<string | undefined> {
    const { pipelineName } = this;
    const { pipelineExecution } = await this.client.send(
      new GetPipelineExecutionCommand({ pipelineName, pipelineExecutionId }),
    );
    return pipelineExecution?.artifactRevisions?.[0]?.revisionId;
  }
}

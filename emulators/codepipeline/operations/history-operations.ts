import type * as sdk from '@aws-sdk/client-codepipeline';
import type { Caller } from '../server/caller';
import type { Execution } from '../execution/execution';
import { findExecution, findPipeline, Pipelines } from './lookup';
import { paginate } from './paginate';
import { actionDetail, executionSummary, pipelineExecution } from '../views/executions';

/** Operations of CodePipeline's API that show executions (AWS CodePipeline API Reference). */
export class HistoryOperations {
  constructor(private readonly pipelines: Pipelines) {}

  ListPipelineExecutions(
    { pipelineName, filter, ...page }: sdk.ListPipelineExecutionsInput,
    caller: Caller,
  ): sdk.ListPipelineExecutionsOutput {
    const { executions } = findPipeline(this.pipelines, pipelineName, caller);
    const stageName = filter?.succeededInStage?.stageName;
    const wanted = executions.filter((execution) => !stageName || succeededIn(execution, stageName));
    const list = `executions ${pipelineName} ${stageName}`;
    const { items, nextToken } = paginate(list, wanted, ({ id }) => id, page);
    return { pipelineExecutionSummaries: items.map(executionSummary), nextToken };
  }

  GetPipelineExecution(
    { pipelineName, pipelineExecutionId }: sdk.GetPipelineExecutionInput,
    caller: Caller,
  ): sdk.GetPipelineExecutionOutput {
    const execution = findExecution(findPipeline(this.pipelines, pipelineName, caller), pipelineExecutionId);
    return { pipelineExecution: pipelineExecution(execution) };
  }

  ListActionExecutions(
    { pipelineName, filter = {}, ...page }: sdk.ListActionExecutionsInput,
    caller: Caller,
  ): sdk.ListActionExecutionsOutput {
    const pipeline = findPipeline(this.pipelines, pipelineName, caller);
    const { latestInPipelineExecution: latest, pipelineExecutionId } = filter;
    const id = latest?.pipelineExecutionId ?? pipelineExecutionId;
    const executions = id === undefined ? pipeline.executions : [findExecution(pipeline, id)];
    // Newest first.
    const runs = executions
      .flatMap((execution) => execution.actions.toReversed().map((action) => ({ execution, action })))
      .filter(
        ({ execution, action }) =>
          latest?.startTimeRange !== 'Latest' ||
          action === execution.latest(action.stageName, action.declaration.name),
      );
    const list = `actions ${pipelineName} ${JSON.stringify(filter)}`;
    const { items, nextToken } = paginate(list, runs, ({ action }) => action.id, page);
    const actionExecutionDetails = items.map(({ execution, action }) => actionDetail(execution, action));
    return { actionExecutionDetails, nextToken };
  }
}

function succeededIn(execution: Execution, stageName: string): boolean {
  const { actions = [] } = execution.pipeline.stages?.find(({ name }) => name === stageName) ?? {};
  const latest = actions.map(({ name }) => execution.latest(stageName, name)?.status);
  return latest.length > 0 && latest.every((status) => status === 'Succeeded');
}

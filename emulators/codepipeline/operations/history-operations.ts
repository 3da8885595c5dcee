import type * as sdk from '@aws-sdk/client-codepipeline';
import type { Caller } from '../server/caller';
import type { Execution } from '../execution/execution';
import { findExecution, findPipeline, Pipelines } from './lookup';
import { paginate } from './paginate';
import { actionDetail, actionRuns, executionSummary, pipelineExecution } from '../views/executions';

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
    const actions = executions
      .flatMap(actionRuns)
      .filter(
        (action) =>
          latest?.startTimeRange !== 'Latest' ||
          action === action.execution.latest(action.stageName, action.declaration.name),
      );
    const list = `actions ${pipelineName} ${JSON.stringify(filter)}`;
    const { items, nextToken } = paginate(list, actions, (action) => action.id, page);
    return { actionExecutionDetails: items.map(actionDetail), nextToken };
  }
}

function succeededIn(execution: Execution, stageName: string): boolean {
  const { actions = [] } = execution.pipeline.stages?.find(({ name }) => name === stageName) ?? {};
  const latest = actions.map(({ name }) => execution.latest(stageName, name)?.status);
  return latest.length > 0 && latest.every((status) => status === 'Succeeded');
}

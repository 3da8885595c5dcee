import type { StageDeclaration } from '@aws-sdk/client-codepipeline';
import type { Caller } from '../server/caller';
import type { Execution } from '../execution/execution';
import type { Pipeline } from '../execution/pipeline';
import { ServiceError } from '../server/service-error';

/** The account's pipelines by their names. */
export type Pipelines = ReadonlyMap<string, Pipeline>;

/** @throws ServiceError in AWS's words when there is no such pipeline */
export function findPipeline(pipelines: Pipelines, name: string | undefined, caller: Caller): Pipeline {
  const pipeline = pipelines.get(name ?? '');
  if (pipeline) return pipeline;
  throw new ServiceError(
    'PipelineNotFoundException',
    `Account '${caller.accountId}' does not have a pipeline with name '${name ?? ''}'`,
  );
}

/** @throws ServiceError with the code when the pipeline has no such execution */
export function findExecution(
  pipeline: Pipeline,
  id: string | undefined,
  code = 'PipelineExecutionNotFoundException',
): Execution {
  const execution = pipeline.executions.find((candidate) => candidate.id === id);
  if (execution) return execution;
  throw new ServiceError(
    code,
    `Pipeline '${pipeline.declaration.name}' does not have an execution with id '${id ?? ''}'`,
  );
}

/** @throws ServiceError when the pipeline has no such stage */
export function findStage(pipeline: Pipeline, stageName: string | undefined): StageDeclaration {
  const stage = pipeline.declaration.stages?.find(({ name }) => name === stageName);
  if (stage) return stage;
  throw new ServiceError(
    'StageNotFoundException',
    `Pipeline '${pipeline.declaration.name}' does not have a stage with name '${stageName ?? ''}'`,
  );
}

/** @throws ServiceError when the pipeline has no such stage, or no such action in it */
export function findAction(pipeline: Pipeline, stageName: string, actionName: string | undefined): void {
  const { actions = [] } = findStage(pipeline, stageName);
  if (actions.some(({ name }) => name === actionName)) return;
  throw new ServiceError(
    'ActionNotFoundException',
    `Stage '${stageName}' does not have an action with name '${actionName ?? ''}'`,
  );
}

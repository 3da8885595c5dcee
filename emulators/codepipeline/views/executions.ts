import type {
  ActionExecutionDetail,
  PipelineExecution,
  PipelineExecutionSummary,
} from '@aws-sdk/client-codepipeline';
import type { ActionExecution } from '../execution/action-execution';
import type { Execution } from '../execution/execution';

/** What every view of an execution says. */
function common(execution: Execution) {
  const { id: pipelineExecutionId, status, statusSummary, trigger } = execution;
  const kind = { executionMode: 'SUPERSEDED', executionType: 'STANDARD' } as const;
  return { pipelineExecutionId, status, statusSummary, trigger, ...kind };
}

/** An execution as GetPipelineExecution shows it. */
export function pipelineExecution(execution: Execution): PipelineExecution {
  const [source] = execution.pipeline.stages ?? [];
  return {
    ...common(execution),
    pipelineName: execution.pipeline.name,
    pipelineVersion: execution.version,
    artifactRevisions: execution.revisions.map(({ actionName, ...revision }) => {
      const run = execution.latest(source?.name ?? '', actionName);
      const name = run?.declaration.outputArtifacts?.[0]?.name;
      return { name, ...revision, created: run?.lastUpdateTime };
    }),
    variables: Object.entries(execution.options.variables ?? {}).map(([name, resolvedValue]) => ({
      name,
      resolvedValue,
    })),
  };
}

/** An execution as ListPipelineExecutions shows it. */
export function executionSummary(execution: Execution): PipelineExecutionSummary {
  const { lastUpdateTime, revisions, startTime, stopReason: reason } = execution;
  return {
    ...common(execution),
    startTime,
    lastUpdateTime,
    sourceRevisions: [...revisions],
    stopTrigger: reason === undefined ? undefined : { reason },
  };
}

/** A run of an action as ListActionExecutions shows it. */
export function actionDetail(execution: Execution, action: ActionExecution): ActionExecutionDetail {
  const { declaration } = action;
  return {
    pipelineExecutionId: execution.id,
    actionExecutionId: action.id,
    pipelineVersion: execution.version,
    stageName: action.stageName,
    actionName: declaration.name,
    startTime: action.startTime,
    lastUpdateTime: action.lastUpdateTime,
    updatedBy: action.updatedBy,
    status: action.status,
    input: {
      actionTypeId: declaration.actionTypeId,
      configuration: declaration.configuration,
      resolvedConfiguration: { ...action.resolvedConfiguration },
      roleArn: declaration.roleArn,
      region: declaration.region,
      namespace: declaration.namespace,
      inputArtifacts: artifacts(execution, declaration.inputArtifacts),
    },
    output: {
      outputArtifacts: artifacts(execution, declaration.outputArtifacts),
      executionResult: {
        externalExecutionId: action.externalExecutionId,
        externalExecutionSummary: action.summary,
        errorDetails: action.error,
      },
      outputVariables: { ...action.outputVariables },
    },
  };
}

function artifacts(execution: Execution, declared: readonly { readonly name?: string }[] = []) {
  return declared.map(({ name }) => {
    const location = execution.artifacts.get(name ?? '');
    return { name, s3location: location && { bucket: location.bucket, key: location.key } };
  });
}

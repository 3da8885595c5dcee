import type {
  ActionExecutionDetail,
  PipelineExecution,
  PipelineExecutionSummary,
  StageState,
} from '@aws-sdk/client-codepipeline';
import type { ActionExecution, Execution } from './execution';
import type { Pipeline } from './pipeline';

/** An execution as GetPipelineExecution shows it. */
export function pipelineExecution(execution: Execution): PipelineExecution {
  return {
    pipelineName: execution.pipeline.name,
    pipelineVersion: execution.version,
    pipelineExecutionId: execution.id,
    status: execution.status,
    statusSummary: execution.statusSummary,
    artifactRevisions: execution.revisions.map(
      ({ actionName, revisionId, revisionSummary, revisionUrl }) => ({
        name: execution.latest(execution.pipeline.stages?.[0]?.name ?? '', actionName)?.declaration
          .outputArtifacts?.[0]?.name,
        revisionId,
        revisionSummary,
        revisionUrl,
      }),
    ),
    trigger: execution.trigger,
    executionMode: 'SUPERSEDED',
    executionType: 'STANDARD',
  };
}

/** An execution as ListPipelineExecutions shows it. */
export function executionSummary(execution: Execution): PipelineExecutionSummary {
  return {
    pipelineExecutionId: execution.id,
    status: execution.status,
    statusSummary: execution.statusSummary,
    startTime: execution.startTime,
    lastUpdateTime: execution.lastUpdateTime,
    sourceRevisions: [...execution.revisions],
    trigger: execution.trigger,
    executionMode: 'SUPERSEDED',
    executionType: 'STANDARD',
  };
}

/** A run of an action as ListActionExecutions shows it. */
export function actionDetail(action: ActionExecution): ActionExecutionDetail {
  const { declaration, execution } = action;
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

/** The stages of a pipeline as GetPipelineState shows them. */
export function stageStates(pipeline: Pipeline): StageState[] {
  return (pipeline.declaration.stages ?? []).map(({ name = '', actions = [] }) => {
    const { inbound, latest } = pipeline.gate(name);
    return {
      stageName: name,
      inboundExecution: inbound && { pipelineExecutionId: inbound.id, status: 'InProgress' },
      inboundTransitionState: { enabled: true },
      latestExecution: latest && { pipelineExecutionId: latest.id, status: stageStatus(latest, name) },
      actionStates: actions.map((action) => actionState(pipeline, name, action.name)),
    };
  });
}

function actionState(pipeline: Pipeline, stageName: string, actionName: string | undefined) {
  const execution = pipeline.executions.find((candidate) => candidate.latest(stageName, actionName));
  const action = execution?.latest(stageName, actionName);
  return {
    actionName,
    latestExecution: action && {
      actionExecutionId: action.id,
      status: action.status,
      summary: action.summary,
      lastStatusChange: action.lastUpdateTime,
      token: action.token,
      lastUpdatedBy: action.updatedBy,
      externalExecutionId: action.externalExecutionId,
      errorDetails: action.error,
    },
  };
}

function stageStatus(execution: Execution, stageName: string) {
  const actions = execution.actions.filter((action) => action.stageName === stageName);
  if (actions.some(({ status }) => status === 'InProgress')) {
    return execution.status === 'Stopping' ? 'Stopping' : 'InProgress';
  }
  const latest = actions.map((action) => execution.latest(stageName, action.declaration.name)?.status);
  if (latest.includes('Abandoned')) return execution.status === 'Stopped' ? 'Stopped' : 'Cancelled';
  return latest.includes('Failed') ? 'Failed' : 'Succeeded';
}

function artifacts(execution: Execution, declared: readonly { readonly name?: string }[] = []) {
  return declared.map(({ name }) => {
    const s3location = execution.artifacts.get(name ?? '');
    return { name, s3location };
  });
}

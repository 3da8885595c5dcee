import type { ActionState, StageExecution, StageState } from '@aws-sdk/client-codepipeline';
import type { Execution } from '../execution/execution';
import type { Pipeline } from '../execution/pipeline';

/** The stages of a pipeline as GetPipelineState shows them. */
export function stageStates(pipeline: Pipeline): StageState[] {
  return (pipeline.declaration.stages ?? []).map(({ name = '', actions = [] }) => {
    const { inbound, latest } = pipeline.gate(name);
    const waiting = inbound && stageExecution(inbound, 'InProgress');
    return {
      stageName: name,
      inboundExecution: waiting,
      inboundExecutions: waiting ? [waiting] : [],
      inboundTransitionState: { enabled: true },
      latestExecution: latest && stageExecution(latest, stageStatus(latest, name)),
      actionStates: actions.map((action) => actionState(pipeline, name, action.name)),
    };
  });
}

function stageExecution({ id }: Execution, status: StageExecution['status']): StageExecution {
  return { pipelineExecutionId: id, status, type: 'STANDARD' };
}

function actionState(pipeline: Pipeline, stageName: string, actionName: string | undefined): ActionState {
  const execution = pipeline.executions.find((candidate) => candidate.latest(stageName, actionName));
  const action = execution?.latest(stageName, actionName);
  const revision = execution?.revisions.find((candidate) => candidate.actionName === actionName);
  const { revisionId, revisionUrl } = revision ?? {};
  return {
    actionName,
    currentRevision:
      revisionId && action
        ? { revisionId, revisionChangeId: revisionId, created: action.lastUpdateTime }
        : undefined,
    revisionUrl,
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

function stageStatus(execution: Execution, stageName: string): StageExecution['status'] {
  // Even while an action of it is completed (API Reference, "StageExecution").
  if (execution.cancelledIn === stageName) return 'Cancelled';
  const actions = execution.actions.filter((action) => action.stageName === stageName);
  if (actions.some(({ status }) => status === 'InProgress')) {
    return execution.status === 'Stopping' ? 'Stopping' : 'InProgress';
  }
  const latest = actions.map((action) => execution.latest(stageName, action.declaration.name)?.status);
  if (latest.includes('Abandoned')) return execution.status === 'Stopped' ? 'Stopped' : 'Cancelled';
  return latest.includes('Failed') ? 'Failed' : 'Succeeded';
}

import { ActionExecutionDetail } from '@aws-sdk/client-codepipeline';
import { Pipeline } from './pipeline';

/** An approval that waits for an answer. */
export interface PendingApproval {
  readonly executionId: string;
  readonly actionExecutionId: string;
  readonly stageName: string;
  readonly actionName: string;
  readonly token: string;
  readonly question: string;
  readonly link: string;
}

/** The approval that one of an execution's actions waits for, once it can be answered. */
export async function readPendingApproval(
  pipeline: Pipeline,
  actions: readonly ActionExecutionDetail[],
): Promise<PendingApproval | undefined> {
  const action = actions.find(
    ({ input, status }) => input?.actionTypeId?.category === 'Approval' && status === 'InProgress',
  );
  if (!action) return undefined;
  const state = (await pipeline.stages())
    .find(({ stageName }) => stageName === action.stageName)
    ?.actionStates?.find(({ actionName }) => actionName === action.actionName);
  const token = state?.latestExecution?.token;
  if (!token) return undefined;
  const { CustomData = '', ExternalEntityLink = '' } = action.input?.resolvedConfiguration ?? {};
  return {
    executionId: action.pipelineExecutionId ?? '',
    actionExecutionId: action.actionExecutionId ?? '',
    stageName: action.stageName ?? '',
    actionName: action.actionName ?? '',
    token,
    question: CustomData,
    link: ExternalEntityLink,
  };
}

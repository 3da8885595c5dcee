import { ActionExecutionDetail } from '@aws-sdk/client-codepipeline';
import { PendingApproval, pendingAmong } from '../../../cli/shared/approval/pending-approval';
import { Pipeline } from './pipeline';

export type { PendingApproval };

/** The approval that one of an execution's actions waits for, once it can be answered. */
export async function readPendingApproval(
  pipeline: Pipeline,
  actions: readonly ActionExecutionDetail[],
): Promise<PendingApproval | undefined> {
  const waits = actions.some(
    ({ input, status }) => input?.actionTypeId?.category === 'Approval' && status === 'InProgress',
  );
  return waits ? pendingAmong(actions, await pipeline.stages()) : undefined;
}

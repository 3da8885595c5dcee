import type { Execution } from './execution';
import { ServiceError } from '../server/service-error';
import type { StageGate } from './stage-gate';

/** What a retry depends on in the pipeline as it is now. */
interface PipelineNow {
  readonly version: number;
  gate(stageName: string): StageGate;
}

export type RetryMode = 'FAILED_ACTIONS' | 'ALL_ACTIONS';

/**
 * Checks that a stage can be retried in an execution.
 *
 * It can once an action of it has failed or was abandoned, while the pipeline is as it was and no newer
 * execution has entered the stage (AWS CodePipeline User Guide, "Configuring stage retry for a failed stage or
 * failed actions" and "How pipeline executions work").
 *
 * @throws ServiceError when it cannot
 */
export function checkRetryable(
  pipeline: PipelineNow,
  execution: Execution,
  stageName: string,
  mode: RetryMode,
): void {
  const refuse = (code: string, message: string) => {
    throw new ServiceError(code, message);
  };
  const { actions = [] } = execution.pipeline.stages?.find(({ name }) => name === stageName) ?? {};
  const latest = actions.flatMap(({ name }) => execution.latest(stageName, name)?.status ?? []);
  const failed = latest.some((status) => status === 'Failed' || status === 'Abandoned');
  const stoppedBetween =
    execution.status === 'Stopped' && latest.length > 0 && latest.length < actions.length;
  if (!['Failed', 'Stopped', 'InProgress'].includes(execution.status) || !(failed || stoppedBetween)) {
    refuse(
      'StageNotRetryableException',
      `Stage ${stageName} has not failed in this execution; only a failed or stopped stage can be retried`,
    );
  }
  if (mode === 'ALL_ACTIONS' && latest.includes('InProgress')) {
    refuse(
      'StageNotRetryableException',
      `Actions of stage ${stageName} are in progress; wait for them, or retry FAILED_ACTIONS`,
    );
  }
  if (pipeline.version !== execution.version) {
    refuse(
      'StageNotRetryableException',
      'The pipeline was changed since this execution; push or start the pipeline again instead',
    );
  }
  if (pipeline.gate(stageName).latest !== execution) {
    refuse(
      'NotLatestPipelineExecutionException',
      `Another execution has entered stage ${stageName} since; push or start the pipeline again instead`,
    );
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import { CodePipelineClient, GetPipelineStateCommand, StageState } from '@aws-sdk/client-codepipeline';
import { REVIEW_ACTION } from '../../../lib/pipeline/release/review-build';
import type { Unread } from '../../../lib/review';

export interface EarlierReleaseProps {
  readonly client: CodePipelineClient;
  readonly pipelineName: string;

  /** @default 10,000 */
  readonly pollMilliseconds?: number;

  /** @default - half an hour */
  readonly maxMilliseconds?: number;
}

/** In these a stage deploys: one that is stopped finishes first what it has begun. */
const MOVING: readonly (string | undefined)[] = ['InProgress', 'Stopping'];

/** A part of Release where its stacks take several stages of the pipeline: each is held by itself. */
const PART = /^Release\.\d+$/;

/**
 * Waits until an earlier commit has gone through the later parts of Release.
 *
 * With some fifty images and more, Release is several stages, and the review holds the first one alone: a commit that
 * was approved before may still be on its way through the others. What is read of them now would not be what is there
 * when this release comes to them.
 *
 * @returns what of it could not be waited for
 */
export async function untilReleased({
  client,
  pipelineName,
  pollMilliseconds = 10_000,
  maxMilliseconds = 30 * 60_000,
}: EarlierReleaseProps): Promise<Unread[]> {
  const deadline = Date.now() + maxMilliseconds;
  try {
    for (;;) {
      const { stageStates = [] } = await client.send(new GetPipelineStateCommand({ name: pipelineName }));
      const busy = laterParts(stageStates).filter(isBusy);
      if (busy.length === 0) return [];
      if (Date.now() > deadline) {
        const reason = 'an earlier commit is still on its way through it';
        return busy.map(({ stageName = '' }) => ({ stack: `the stage ${stageName}`, reason }));
      }
      await sleep(pollMilliseconds);
    }
  } catch (error) {
    const { name, message } = error as Error;
    return [{ stack: `the pipeline ${pipelineName}`, reason: `${name}: ${message}` }];
  }
}

/** The parts of Release behind the one that reviews, in their order. */
function laterParts(stages: readonly StageState[]): StageState[] {
  return stages.filter(
    ({ stageName = '', actionStates = [] }) =>
      PART.test(stageName) && actionStates.every(({ actionName }) => actionName !== REVIEW_ACTION),
  );
}

/** Whether a commit is in a part, waits before it, or has left the one before and is not in this one yet. */
function isBusy(
  { inboundExecution, latestExecution }: StageState,
  index: number,
  parts: StageState[],
): boolean {
  const left = parts[index - 1]?.latestExecution;
  const isBetween =
    left?.status === 'Succeeded' &&
    latestExecution !== undefined &&
    left.pipelineExecutionId !== latestExecution.pipelineExecutionId;
  return MOVING.includes(latestExecution?.status) || inboundExecution !== undefined || isBetween;
}

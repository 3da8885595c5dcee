import type { Stack } from '@aws-sdk/client-cloudformation';
import type { StageState } from '@aws-sdk/client-codepipeline';
import { Distribution } from '../../../lib/config';
import type { Deployed } from '../orphans';
import { readDeployedPipeline } from './deployed-pipeline';
import { Executions } from './executions';
import { LiveStage, readLiveCommits } from './live-commits';
import { hasUpdatedItself, readStageStates } from './pipeline-findings';
import { WaitingApproval, waitingApprovals } from './waiting-approvals';

/** How the pipeline stands. */
export interface PipelineStatus {
  readonly states: readonly StageState[];
  readonly stages: readonly LiveStage[];
  readonly approvals: readonly WaitingApproval[];

  /** What the caller may not see, as sentences. */
  readonly unseen: readonly string[];

  /** @default - the caller may not see it */
  readonly deployed?: Deployed;
}

/** Reads how the pipeline stands: the rest as far as the caller may, if only its state may be seen. */
export async function readPipelineStatus(
  pipelineStack: Stack,
  distribution: Distribution,
): Promise<PipelineStatus> {
  const { name: pipelineName } = distribution;
  const states = await readStageStates(distribution);
  const executions = new Executions(pipelineName);
  const unseen: string[] = [];
  const unlessRefused = async <T>(what: string, read: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await read();
    } catch (error) {
      const { name, message } = error as Error;
      if (!/^AccessDenied/.test(name)) throw error;
      unseen.push(`${what} cannot be seen: ${message}`);
      return undefined;
    }
  };

  const pipeline = await unlessRefused('What the deployed pipeline makes', readDeployedPipeline);
  const stages = await unlessRefused('The commits that are live', () => readLiveCommits(states, executions));
  const approvals = await waitingApprovals({
    pipelineName,
    stackArn: pipelineStack.StackId ?? '',
    states,
    deployed: pipeline,
    commitOf: (id) => unlessRefused('The commit that waits', () => executions.commitOf(id)),
  });
  const commit = stages?.find(({ stage }) => stage === 'Pipeline')?.commit;
  return {
    states,
    stages: stages ?? [],
    approvals,
    unseen,
    deployed: pipeline && { pipeline, pipelineStack, commit, isSettled: hasUpdatedItself(states) },
  };
}

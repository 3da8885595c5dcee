import { CodePipelineClient, GetPipelineStateCommand, StageState } from '@aws-sdk/client-codepipeline';
import { Distribution } from '../../../lib/config';
import { connectionStatus } from '../../shared/connection';
import { connectionArn } from '../../shared/pipeline-stack';
import { Finding } from '../finding';

/** In which CDK has a pipeline update itself. */
export const UPDATE_STAGE = 'UpdatePipeline';

/** A connection to GitHub that is not available, if it is not. */
export async function pendingConnection(distribution: Distribution): Promise<Finding[]> {
  const status = await connectionStatus(await connectionArn(distribution));
  if (status === 'AVAILABLE') return [];
  return [
    {
      problem: `The connection to GitHub is ${status}, so that nothing starts the pipeline.`,
      fixes: [{ instruction: 'Complete the pending connection', command: 'npm run connect' }],
    },
  ];
}

/** How the stages of the pipeline stand, in their order. */
export async function readStageStates({ name }: Distribution): Promise<StageState[]> {
  const { stageStates = [] } = await new CodePipelineClient({}).send(new GetPipelineStateCommand({ name }));
  return stageStates;
}

/** Stages whose last execution failed. */
export function failedStages(states: readonly StageState[]): StageState[] {
  return states.filter(({ latestExecution }) => latestExecution?.status === 'Failed');
}

/** Whether one commit, and no other since, has gone through all stages in which the pipeline updates itself. */
export function hasUpdatedItself(states: readonly StageState[]): boolean {
  const end = states.findIndex(({ stageName }) => stageName === UPDATE_STAGE);
  const runs = states.slice(0, end + 1).map(({ latestExecution }) => latestExecution);
  const [first] = runs;
  return (
    first !== undefined &&
    runs.every((run) => run?.status === 'Succeeded' && run.pipelineExecutionId === first.pipelineExecutionId)
  );
}

/** What the failed actions of a stage say. */
export function reasonsOf({ actionStates = [] }: StageState): string[] {
  return actionStates
    .filter((action) => action.latestExecution?.status === 'Failed')
    .map(({ actionName, latestExecution: run }) => {
      return `${actionName}: ${run?.errorDetails?.message ?? run?.summary ?? 'no reason given'}`;
    });
}

/** A stage that failed, and the command that retries it. */
export function stageFinding(stage: StageState, { name }: Distribution): Finding {
  const { stageName, latestExecution } = stage;
  const command = `aws codepipeline retry-stage-execution --pipeline-name ${name} --stage-name ${stageName} --retry-mode FAILED_ACTIONS --pipeline-execution-id ${latestExecution?.pipelineExecutionId}`;
  return {
    problem: `The stage ${stageName} failed:`,
    reasons: reasonsOf(stage),
    fixes: [{ instruction: 'Once the cause is gone, try again', command }],
  };
}

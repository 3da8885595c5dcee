import { CodePipelineClient, GetPipelineStateCommand, StageState } from '@aws-sdk/client-codepipeline';
import { Distribution } from '../../lib/config';
import { connectionStatus } from '../shared/connection';
import { connectionArn } from '../shared/pipeline-stack';
import { Finding } from './finding';

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

/** Stages whose last execution failed. */
export async function failedStages({ name }: Distribution): Promise<StageState[]> {
  const { stageStates = [] } = await new CodePipelineClient({}).send(new GetPipelineStateCommand({ name }));
  return stageStates.filter(({ latestExecution }) => latestExecution?.status === 'Failed');
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

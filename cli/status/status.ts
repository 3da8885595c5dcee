import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CodePipelineClient, GetPipelineStateCommand, StageState } from '@aws-sdk/client-codepipeline';
import { Distribution } from '../../lib/config';
import { DISTRIBUTION_TAG, PIPELINE_STACK } from '../../lib/names';
import { connectionStatus } from '../shared/connection';
import { connectionArn, readStacks } from '../shared/pipeline-stack';
import { refusedAccounts } from './refused-accounts';
import { isOurs, stackFindings } from './stack-findings';
import { showFindings, showStacks } from './show';
import { showStageAccount } from './stage-account-status';

/** In which the pipeline's own stack has no pipeline to ask about. */
const WITHOUT_PIPELINE = ['ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'REVIEW_IN_PROGRESS'];

/** Shows the stacks of a distribution, and what of it needs somebody, each with the command that mends it. */
export async function showStatus(distribution: Distribution): Promise<void> {
  if (await showStageAccount(distribution)) return;
  const client = new CloudFormationClient({});
  const stacks = (await readStacks(client)).filter((stack) => isOurs(stack, distribution));
  showStacks(stacks);
  const pipelineStack = stacks.find(({ StackName }) => StackName === PIPELINE_STACK);
  if (!pipelineStack) throw new Error(notOurs(distribution));
  const isEmpty = (pipelineStack.Outputs ?? []).length === 0;
  const hasPipeline = !isEmpty && !WITHOUT_PIPELINE.includes(pipelineStack.StackStatus ?? '');
  const failed = hasPipeline ? await failedStages(distribution) : [];
  showFindings([
    ...(isEmpty
      ? [
          `${PIPELINE_STACK} is empty, as the bootstrap made it (operator):\n  npx cdk deploy ${PIPELINE_STACK}`,
        ]
      : []),
    ...(hasPipeline ? await pendingConnection(client, distribution) : []),
    ...(await refusedAccounts(client, pipelineStack, failed.flatMap(reasonsOf), distribution)),
    ...stacks.flatMap((stack) => stackFindings(stack, distribution)),
    ...failed.map((stage) => failedStage(stage, distribution)),
  ]);
}

function notOurs({ name }: Distribution): string {
  return `${PIPELINE_STACK} has no tag ${DISTRIBUTION_TAG}=${name}, expected one: it belongs to another app, or to a distribution of another name; 'npm run bootstrap' says what to do`;
}

async function pendingConnection(
  client: CloudFormationClient,
  distribution: Distribution,
): Promise<string[]> {
  const status = await connectionStatus(await connectionArn(client, distribution));
  if (status === 'AVAILABLE') return [];
  return [
    `The connection to GitHub is ${status}, so that nothing starts the pipeline. Finish its handshake:\n  npm run connect`,
  ];
}

async function failedStages({ name }: Distribution): Promise<StageState[]> {
  const { stageStates = [] } = await new CodePipelineClient({}).send(new GetPipelineStateCommand({ name }));
  return stageStates.filter(({ latestExecution }) => latestExecution?.status === 'Failed');
}

/** What the failed actions of a stage say. */
function reasonsOf({ actionStates = [] }: StageState): string[] {
  return actionStates
    .filter((action) => action.latestExecution?.status === 'Failed')
    .map(({ actionName, latestExecution: run }) => {
      return `${actionName}: ${run?.errorDetails?.message ?? run?.summary ?? 'no reason given'}`;
    });
}

function failedStage(stage: StageState, { name }: Distribution): string {
  const { stageName, latestExecution } = stage;
  return [
    `The stage ${stageName} failed:`,
    ...reasonsOf(stage).map((reason) => `  ${reason}`),
    'Once the cause is gone, try again:',
    `  aws codepipeline retry-stage-execution --pipeline-name ${name} --stage-name ${stageName} --retry-mode FAILED_ACTIONS --pipeline-execution-id ${latestExecution?.pipelineExecutionId}`,
  ].join('\n');
}

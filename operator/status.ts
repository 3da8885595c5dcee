import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CodePipelineClient, GetPipelineStateCommand } from '@aws-sdk/client-codepipeline';
import { Distribution } from '../lib/config';
import { connectionStatus } from './connection';
import { connectionArn, PIPELINE_STACK, readStacks } from './pipeline-stack';
import { isOurs, stackFindings } from './stack-findings';

/** In which the pipeline's own stack has no pipeline to ask about. */
const WITHOUT_PIPELINE = ['ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'REVIEW_IN_PROGRESS'];

/** Shows the stacks of a distribution, and what of it needs somebody, each with the command that mends it. */
export async function showStatus(distribution: Distribution): Promise<void> {
  const client = new CloudFormationClient({});
  const stacks = (await readStacks(client)).filter((stack) => isOurs(stack, distribution));
  const width = Math.max(...stacks.map(({ StackName = '' }) => StackName.length));
  for (const { StackName = '', StackStatus } of stacks)
    console.log(`${StackName.padEnd(width)}  ${StackStatus}`);

  const pipelineStack = stacks.find(({ StackName }) => StackName === PIPELINE_STACK);
  const hasPipeline = !WITHOUT_PIPELINE.includes(pipelineStack?.StackStatus ?? '');
  const findings = [
    ...(hasPipeline ? await pendingConnection(client, distribution) : []),
    ...stacks.flatMap((stack) => stackFindings(stack, distribution)),
    ...(hasPipeline ? await failedStages(distribution) : []),
  ];
  for (const finding of findings) console.log(`\n${finding}`);
  if (findings.length === 0) console.log('\nNothing needs anybody.');
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

async function failedStages({ name }: Distribution): Promise<string[]> {
  const { stageStates = [] } = await new CodePipelineClient({}).send(new GetPipelineStateCommand({ name }));
  return stageStates.flatMap(({ stageName, latestExecution, actionStates = [] }) => {
    if (latestExecution?.status !== 'Failed') return [];
    const reasons = actionStates
      .filter((action) => action.latestExecution?.status === 'Failed')
      .map(({ actionName, latestExecution: run }) => {
        return `  ${actionName}: ${run?.errorDetails?.message ?? run?.summary ?? 'no reason given'}`;
      });
    return [
      [
        `The stage ${stageName} failed:`,
        ...reasons,
        'Once the cause is gone, try again:',
        `  aws codepipeline retry-stage-execution --pipeline-name ${name} --stage-name ${stageName} --retry-mode FAILED_ACTIONS --pipeline-execution-id ${latestExecution.pipelineExecutionId}`,
      ].join('\n'),
    ];
  });
}

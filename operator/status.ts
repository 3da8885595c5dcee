import { CloudFormationClient, Stack } from '@aws-sdk/client-cloudformation';
import { CodePipelineClient, GetPipelineStateCommand } from '@aws-sdk/client-codepipeline';
import { Distribution, STAGE_NAMES } from '../lib/config';
import { DISTRIBUTION_TAG } from '../lib/stages/registry-stack';
import { connectionStatus } from './connection';
import { connectionArn, PIPELINE_STACK, readStacks } from './pipeline-stack';

const PROVIDER_STACK = 'GitHubIdentityProvider';

/** Shows the stacks of a distribution, and what of it needs somebody, each with the command that mends it. */
export async function showStatus(distribution: Distribution): Promise<void> {
  const client = new CloudFormationClient({});
  const stacks = (await readStacks(client)).filter((stack) => isOurs(stack, distribution));
  const width = Math.max(...stacks.map(({ StackName = '' }) => StackName.length));
  for (const { StackName = '', StackStatus } of stacks)
    console.log(`${StackName.padEnd(width)}  ${StackStatus}`);

  const findings = [
    ...(await pendingConnection(client, distribution)),
    ...stacks.flatMap(unusable),
    ...stacks.flatMap((stack) => orphaned(stack, distribution)),
    ...(await failedStages(distribution)),
  ];
  for (const finding of findings) console.log(`\n${finding}`);
  if (findings.length === 0) console.log('\nNothing needs anybody.');
}

/** What a first creation leaves that failed, which CloudFormation cannot update. */
function unusable({ StackName, StackStatus }: Stack): string[] {
  if (StackStatus !== 'ROLLBACK_COMPLETE') return [];
  const setting =
    StackName === PROVIDER_STACK
      ? `\nIf it says that the provider exists already, say so in distribution.config.ts before you push again:\n  identityProvider: 'existing',`
      : '';
  return [
    `${StackName} is in ROLLBACK_COMPLETE: its first creation failed, nothing of it is left, and every retry fails until it is deleted (administrator):\n  aws cloudformation delete-stack --stack-name ${StackName}${setting}`,
  ];
}

/** A stack that the configuration does not make any more, which the pipeline leaves as it is. */
function orphaned(stack: Stack, distribution: Distribution): string[] {
  const expected = distribution.images.flatMap(({ name }) => STAGE_NAMES.map((stage) => `${name}${stage}`));
  const { StackName = '' } = stack;
  if (!isTagged(stack, distribution) || expected.includes(StackName)) return [];
  return [
    `${StackName} is an orphan: no image of distribution.config.ts makes it, and its push role and groups still stand. Put the image back with 'retired: true' and release that, or delete the stack, which keeps the repository with its images (administrator):\n  aws cloudformation delete-stack --stack-name ${StackName}`,
  ];
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
    const failed = actionStates.filter((action) => action.latestExecution?.status === 'Failed');
    const reasons = failed.map(
      (action) =>
        `  ${action.actionName}: ${action.latestExecution?.errorDetails?.message ?? 'no reason given'}`,
    );
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

function isOurs(stack: Stack, distribution: Distribution): boolean {
  return (
    [PIPELINE_STACK, PROVIDER_STACK, 'SlipwayToolkit'].includes(stack.StackName ?? '') ||
    isTagged(stack, distribution)
  );
}

function isTagged({ Tags = [] }: Stack, { name }: Distribution): boolean {
  return Tags.some(({ Key, Value }) => Key === DISTRIBUTION_TAG && Value === name);
}

import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { createEmptyStack } from '../../shared/empty-stack';
import { Environment } from '../settings/environments';
import { PIPELINE_STACK, supportStack, toolkitRoleArn } from '../../../lib/names';

/** Name of the stack of an environment that the CDK CLI deploys, and the bootstrap creates; if it has one. */
export function stackOfCli({ hasPipeline, hasArtifacts, region }: Environment): string | undefined {
  if (hasPipeline) return PIPELINE_STACK;
  return hasArtifacts ? supportStack(region) : undefined;
}

/** Creates that stack with nothing in it, under the execution role of the environment. */
export async function createStackOfCli(
  stackName: string,
  { partition, account, region }: Environment,
  distributionName: string,
): Promise<void> {
  const executionRole = toolkitRoleArn('cfn-exec', { partition, account, region });
  await createEmptyStack(new CloudFormationClient({ region }), {
    stackName,
    distributionName,
    executionRole,
  });
}

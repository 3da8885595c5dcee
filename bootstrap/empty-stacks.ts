import {
  CloudFormationClient,
  CreateStackCommand,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation';
import { DISTRIBUTION_TAG } from '../lib/distribution-tag';
import { EMPTY_STACK } from '../lib/empty-stack';
import { Environment } from './environments';

/** In which CloudFormation has created a stack with nothing in it. */
const MAX_SECONDS = 120;

/** Name of the stack of an environment that the CDK CLI deploys, which the bootstrap creates; if it has one. */
export function stackOfCli({ hasPipeline, hasArtifacts, region }: Environment): string | undefined {
  if (hasPipeline) return 'PipelineStack';
  return hasArtifacts ? `PipelineStack-support-${region}` : undefined;
}

/**
 * Creates a stack with nothing in it but the distribution's tag, under the execution role.
 *
 * @param name Name of the distribution.
 */
export async function createEmptyStack(
  StackName: string,
  { partition, account, region }: Environment,
  name: string,
): Promise<void> {
  const client = new CloudFormationClient({ region });
  await client.send(
    new CreateStackCommand({
      StackName,
      TemplateBody: EMPTY_STACK,
      RoleARN: `arn:${partition}:iam::${account}:role/cdk-slipway-cfn-exec-role-${account}-${region}`,
      Tags: [{ Key: DISTRIBUTION_TAG, Value: name }],
    }),
  );
  await waitUntilStackCreateComplete({ client, maxWaitTime: MAX_SECONDS, minDelay: 1 }, { StackName });
}

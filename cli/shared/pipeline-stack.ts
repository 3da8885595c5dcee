import {
  CloudFormationClient,
  DescribeStackResourcesCommand,
  paginateDescribeStacks,
  Stack,
} from '@aws-sdk/client-cloudformation';
import { Distribution } from '../../lib/config';
import { PIPELINE_STACK } from '../../lib/names';

/**
 * All stacks of the account and region.
 *
 * @throws Error when the pipeline's is not among them
 */
export async function readStacks(client: CloudFormationClient): Promise<Stack[]> {
  const stacks = await readAllStacks(client);
  if (stacks.some(({ StackName }) => StackName === PIPELINE_STACK)) return stacks;
  throw new Error(
    `there is no stack ${PIPELINE_STACK} in region ${await client.config.region()} of this account; run 'npm run bootstrap' and then 'npx cdk deploy ${PIPELINE_STACK}', or say another profile or region`,
  );
}

/** All stacks of the account and region, whatever they are. */
export async function readAllStacks(client: CloudFormationClient): Promise<Stack[]> {
  const stacks: Stack[] = [];
  for await (const page of paginateDescribeStacks({ client }, {})) stacks.push(...(page.Stacks ?? []));
  return stacks;
}

/** ARN of the connection by which the pipeline reads its repository: the configured one, or the stack's own. */
export async function connectionArn(client: CloudFormationClient, { source }: Distribution): Promise<string> {
  if (source.connectionArn) return source.connectionArn;
  const { StackResources = [] } = await client.send(
    new DescribeStackResourcesCommand({ StackName: PIPELINE_STACK }),
  );
  const connection = StackResources.find(
    ({ ResourceType }) => ResourceType === 'AWS::CodeConnections::Connection',
  );
  if (connection?.PhysicalResourceId) return connection.PhysicalResourceId;
  throw new Error(
    `${PIPELINE_STACK} holds no connection and distribution.config.ts names none; deploy the stack again with 'npx cdk deploy ${PIPELINE_STACK}'`,
  );
}

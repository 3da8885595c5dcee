import { CloudFormationClient, DescribeStackResourcesCommand, Stack } from '@aws-sdk/client-cloudformation';
import { Distribution } from '../../lib/config';
import { PIPELINE_STACK } from '../../lib/names';
import { readAllStacks } from './stacks';

/** What the account and region of the pipeline hold. */
export interface PipelineAccount {
  readonly pipelineStack: Stack;

  /** All stacks, the pipeline's among them. */
  readonly stacks: readonly Stack[];
}

/** Reads the stacks beside the pipeline's, in the caller's region. @throws Error when that is not there */
export async function readPipelineAccount(): Promise<PipelineAccount> {
  const stacks = await readAllStacks();
  const pipelineStack = stacks.find(({ StackName }) => StackName === PIPELINE_STACK);
  if (pipelineStack) return { pipelineStack, stacks };
  const region = await new CloudFormationClient({}).config.region();
  throw new Error(
    `there is no stack ${PIPELINE_STACK} in region ${region} of this account; run 'npm run bootstrap' and then 'npx cdk deploy ${PIPELINE_STACK}', or say another profile or region`,
  );
}

/** ARN of the connection by which the pipeline reads its repository: the configured one, or the stack's own. */
export async function connectionArn({ source }: Distribution): Promise<string> {
  if (source.connectionArn) return source.connectionArn;
  const { StackResources = [] } = await new CloudFormationClient({}).send(
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

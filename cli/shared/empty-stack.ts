import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  waitUntilStackCreateComplete,
  waitUntilStackDeleteComplete,
} from '@aws-sdk/client-cloudformation';
import { DISTRIBUTION_TAG } from '../../lib/names';

/** A stack with nothing in it. CloudFormation wants a resource, and this one stands for nothing. */
const TEMPLATE = JSON.stringify({
  Resources: { Nothing: { Type: 'AWS::CloudFormation::WaitConditionHandle' } },
});

/** Timeout, in seconds, for a stack with nothing in it to be created or deleted. */
const MAX_SECONDS = 120;

export interface EmptyStack {
  readonly stackName: string;

  /** Name of the distribution, which the stack's tag has. */
  readonly distributionName: string;

  /** ARN of the role under which CloudFormation works on it from now on. */
  readonly executionRole: string;
}

/**
 * Creates a stack with nothing in it but the distribution's tag.
 *
 * For stacks that the CDK CLI deploys: the CLI would create them by a change set, and a stack that is in review has
 * no tags yet, so that the deploy role could not tell whose it is.
 */
export async function createEmptyStack(client: CloudFormationClient, stack: EmptyStack): Promise<void> {
  const { stackName: StackName, distributionName, executionRole: RoleARN } = stack;
  const Tags = [{ Key: DISTRIBUTION_TAG, Value: distributionName }];
  await client.send(new CreateStackCommand({ StackName, TemplateBody: TEMPLATE, RoleARN, Tags }));
  await waitUntilStackCreateComplete({ client, maxWaitTime: MAX_SECONDS, minDelay: 1 }, { StackName });
}

/** Deletes it again. */
export async function deleteEmptyStack(client: CloudFormationClient, stack: EmptyStack): Promise<void> {
  const { stackName: StackName, executionRole: RoleARN } = stack;
  await client.send(new DeleteStackCommand({ StackName, RoleARN }));
  await waitUntilStackDeleteComplete({ client, maxWaitTime: MAX_SECONDS, minDelay: 1 }, { StackName });
}

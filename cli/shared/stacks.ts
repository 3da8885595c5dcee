import { CloudFormationClient, paginateDescribeStacks, Stack } from '@aws-sdk/client-cloudformation';
import { cannotBegin, credentialsError } from './caller';

/**
 * All stacks of the caller's account in a region, whatever they are.
 *
 * @param region @default - the caller's
 * @throws Error when there are no credentials or no region, or AWS refuses them
 */
export async function readAllStacks(region?: string): Promise<Stack[]> {
  const stacks: Stack[] = [];
  const client = new CloudFormationClient({ region });
  try {
    for await (const page of paginateDescribeStacks({ client }, {})) stacks.push(...(page.Stacks ?? []));
  } catch (error) {
    throw cannotBegin(error as Error) ? credentialsError(error as Error) : error;
  }
  return stacks;
}

import {
  CloudFormationClient,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { Credentials, LocalAccount } from './account/local-account';

/** A stack as CloudFormation describes it. */
export interface StackState {
  readonly status: string;
  readonly updated: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/** All stacks of the account by their names, as somebody sees them. */
export async function readStacks(
  account: LocalAccount,
  credentials: Credentials,
): Promise<Map<string, StackState>> {
  const client = new CloudFormationClient(account.sdk(credentials));
  const { Stacks = [] } = await client.send(new DescribeStacksCommand({}));
  const states = Stacks.map(({ StackName = '', StackStatus = '', LastUpdatedTime, Outputs = [] }) => {
    const outputs: Record<string, string> = {};
    for (const { OutputKey = '', OutputValue = '' } of Outputs) outputs[OutputKey] = OutputValue;
    return [
      StackName,
      { status: StackStatus, updated: LastUpdatedTime?.toISOString() ?? '', outputs },
    ] as const;
  });
  return new Map(states.sort(([a], [b]) => a.localeCompare(b)));
}

/** What a stack holds, in the order of logical ids. */
export async function readStackResources(
  account: LocalAccount,
  StackName: string,
): Promise<{ readonly logicalId: string; readonly type: string; readonly physicalId: string }[]> {
  const client = new CloudFormationClient(account.sdk());
  const { StackResources = [] } = await client.send(new DescribeStackResourcesCommand({ StackName }));
  return StackResources.map(({ LogicalResourceId = '', ResourceType = '', PhysicalResourceId = '' }) => ({
    logicalId: LogicalResourceId,
    type: ResourceType,
    physicalId: PhysicalResourceId,
  })).sort((a, b) => a.logicalId.localeCompare(b.logicalId));
}

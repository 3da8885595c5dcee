import { CloudFormationClient, DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { PIPELINE_STACK } from '../../lib/names';
import { Credentials, LocalAccount } from '../../emulators/account/local-account';
import { callConnections } from '../../emulators/codepipeline';

/**
 * Completes the pending connection of the pipeline's stack, as a person does in the console.
 *
 * A stack that was given a connection's ARN has none of its own, and nothing is done.
 */
export async function completePendingConnection(
  account: LocalAccount,
  credentials: Credentials,
): Promise<void> {
  const client = new CloudFormationClient(account.sdk(credentials));
  const { StackResources = [] } = await client.send(
    new DescribeStackResourcesCommand({ StackName: PIPELINE_STACK }),
  );
  for (const { PhysicalResourceId, ResourceType } of StackResources) {
    if (ResourceType !== 'AWS::CodeConnections::Connection') continue;
    await callConnections(account, credentials, 'UpdateConnectionInstallation', {
      ConnectionArn: PhysicalResourceId,
    });
  }
}

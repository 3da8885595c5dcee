import { CloudFormationClient, DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { Credentials, LocalAccount } from '../../emulators/account/local-account';
import { callConnections } from '../../emulators/codepipeline';

/**
 * Finishes the handshake of the stack's connection, as a person does in the console.
 *
 * A stack that was given a connection's ARN has none of its own, and nothing is done.
 */
export async function finishHandshake(
  account: LocalAccount,
  credentials: Credentials,
  stackName: string,
): Promise<void> {
  const client = new CloudFormationClient(account.sdk(credentials));
  const { StackResources = [] } = await client.send(
    new DescribeStackResourcesCommand({ StackName: stackName }),
  );
  for (const { PhysicalResourceId, ResourceType } of StackResources) {
    if (ResourceType !== 'AWS::CodeConnections::Connection') continue;
    await callConnections(account, credentials, 'UpdateConnectionInstallation', {
      ConnectionArn: PhysicalResourceId,
    });
  }
}

import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackResourcesCommand,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation';
import { CreateAliasCommand, CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { LocalAccount } from '../../../emulators/account/local-account';

/** What the pipeline of another app keeps in the account, under the names that CDK gives it. */
export interface OtherPipeline {
  readonly bucket: string;
  readonly objectKey: string;
  readonly keyArn: string;
  readonly connectionArn: string;
  readonly pipelineName: string;
}

/** Of a pipeline whose stack is called `PipelineStack` as well, and one with a bucket in another region. */
const BUCKET = 'pipelinestack-pipelineartifactsbucketaea9a052-theirs';
export const OTHER_KEY_ALIAS = 'alias/pipelinestack-support-eencryptionalias1a2b3c4d';

/** Makes what another team's pipeline has: a bucket with an artifact, a key, and a connection to GitHub. */
export async function createOtherPipeline(account: LocalAccount): Promise<OtherPipeline> {
  const s3 = new S3Client(account.sdk());
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'assembly.zip', Body: 'theirs' }));
  const kms = new KMSClient(account.sdk());
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  await kms.send(new CreateAliasCommand({ AliasName: OTHER_KEY_ALIAS, TargetKeyId: KeyMetadata?.KeyId }));
  return {
    bucket: BUCKET,
    objectKey: 'assembly.zip',
    keyArn: KeyMetadata?.Arn ?? '',
    connectionArn: await createConnection(account),
    pipelineName: 'theirs',
  };
}

async function createConnection(account: LocalAccount): Promise<string> {
  const client = new CloudFormationClient(account.sdk());
  const StackName = 'TheirConnection';
  const Connection = {
    Type: 'AWS::CodeConnections::Connection',
    Properties: { ConnectionName: 'theirs', ProviderType: 'GitHub' },
  };
  const TemplateBody = JSON.stringify({ Resources: { Connection } });
  await client.send(new CreateStackCommand({ StackName, TemplateBody }));
  await waitUntilStackCreateComplete({ client, maxWaitTime: 30, minDelay: 1 }, { StackName });
  const { StackResources = [] } = await client.send(new DescribeStackResourcesCommand({ StackName }));
  return StackResources[0].PhysicalResourceId ?? '';
}

import { CreateChangeSetCommand } from '@aws-sdk/client-cloudformation';
import { RetryStageExecutionCommand, StartPipelineExecutionCommand } from '@aws-sdk/client-codepipeline';
import { DescribeKeyCommand, EncryptCommand, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import {
  DeleteBucketPolicyCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import distribution from '../../../distribution.config';
import { DISTRIBUTION_TAG, PIPELINE_STACK } from '../../../lib/names';
import { OtherApps } from './other-apps';
import { Road } from './escalation-path';

/** Roads into what the pipelines of other apps keep, with whatever a caller may say for themselves. */
export function otherAppRoads(apps: OtherApps, place: { accountId: string; region: string }): Road[] {
  return [
    ...pipelineRoads(apps, place),
    ...bucketRoads(apps, place),
    ...keyRoads(apps),
    ...connectionRoads(apps),
    importRoad(apps, place),
  ];
}

function pipelineRoads(
  apps: OtherApps,
  { accountId, region }: { accountId: string; region: string },
): Road[] {
  const { pipelineName: name } = apps;
  const arn = `arn:aws:codepipeline:${region}:${accountId}:${name}`;
  return [
    {
      name: "another app's pipeline started",
      action: 'codepipeline:StartPipelineExecution',
      resource: arn,
      context: {},
      attempt: ({ codePipeline }) => codePipeline.send(new StartPipelineExecutionCommand({ name })),
    },
    {
      name: "a stage of another app's pipeline retried",
      action: 'codepipeline:RetryStageExecution',
      resource: `${arn}/Release`,
      context: {},
      attempt: ({ codePipeline }) =>
        codePipeline.send(
          new RetryStageExecutionCommand({
            pipelineName: name,
            stageName: 'Release',
            pipelineExecutionId: '00000000-0000-4000-8000-000000000000',
            retryMode: 'FAILED_ACTIONS',
          }),
        ),
    },
  ];
}

function bucketRoads({ bucket: Bucket, objectKey: Key }: OtherApps, place: { accountId: string }): Road[] {
  const arn = `arn:aws:s3:::${Bucket}`;
  const context = { 'aws:ResourceAccount': place.accountId, 's3:ResourceAccount': place.accountId };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [] });
  const road = (what: string, verb: string, resource: string, attempt: Road['attempt']): Road => ({
    name: `another pipeline's ${what}`,
    action: `s3:${verb}`,
    resource,
    context,
    attempt,
  });
  return [
    road('artifacts listed', 'ListBucket', arn, ({ s3 }) => s3.send(new ListObjectsV2Command({ Bucket }))),
    road('artifact read', 'GetObject', `${arn}/${Key}`, ({ s3 }) =>
      s3.send(new GetObjectCommand({ Bucket, Key })),
    ),
    road('artifact exchanged', 'PutObject', `${arn}/${Key}`, ({ s3 }) =>
      s3.send(new PutObjectCommand({ Bucket, Key, Body: 'ours' })),
    ),
    road('bucket opened', 'PutBucketPolicy', arn, ({ s3 }) =>
      s3.send(new PutBucketPolicyCommand({ Bucket, Policy })),
    ),
    road('bucket without its policy', 'DeleteBucketPolicy', arn, ({ s3 }) =>
      s3.send(new DeleteBucketPolicyCommand({ Bucket })),
    ),
  ];
}

function keyRoads({ keyArn: KeyId }: OtherApps): Road[] {
  const context = { 'kms:ResourceAliases': 'alias/pipelinestack-support-eencryptionalias1a2b3c4d' };
  const road = (what: string, verb: string, attempt: Road['attempt']): Road => ({
    name: `another pipeline's key ${what}`,
    action: `kms:${verb}`,
    resource: KeyId,
    context,
    attempt,
  });
  return [
    road('described', 'DescribeKey', ({ kms }) => kms.send(new DescribeKeyCommand({ KeyId }))),
    road('used', 'Encrypt', ({ kms }) =>
      kms.send(new EncryptCommand({ KeyId, Plaintext: Buffer.from('x') })),
    ),
    road('taken', 'PutKeyPolicy', ({ kms }) =>
      kms.send(
        new PutKeyPolicyCommand({ KeyId, Policy: JSON.stringify({ Version: '2012-10-17', Statement: [] }) }),
      ),
    ),
  ];
}

/** Whoever uses a connection says for which repository, and for reading or pushing; only its tag they cannot say. */
function connectionRoads({ connectionArn }: OtherApps): Road[] {
  const FullRepositoryId = distribution.source.repository;
  const read = {
    'codeconnections:FullRepositoryId': FullRepositoryId,
    'codeconnections:ProviderPermissionsRequired': 'read_only',
  };
  const road = (what: string, verb: string, request: object, context: Record<string, string> = {}): Road => ({
    name: `another app's connection ${what}`,
    action: `codeconnections:${verb}`,
    resource: connectionArn,
    context,
    attempt: ({ connections }) => connections(verb, { ConnectionArn: connectionArn, ...request }),
  });
  return [
    road('used for our repository', 'UseConnection', { FullRepositoryId }, read),
    road(
      'used for pushing',
      'UseConnection',
      {
        FullRepositoryId,
        ProviderAction: 'GitPush',
        ProviderPermissionsRequired: 'read_write',
      },
      { ...read, 'codeconnections:ProviderPermissionsRequired': 'read_write' },
    ),
    road('used without a word about what for', 'UseConnection', {}),
    road('finished', 'UpdateConnectionInstallation', {}),
    road('seen', 'GetConnection', {}),
    road('deleted', 'DeleteConnection', {}),
    road(
      'passed on',
      'PassConnection',
      {},
      { 'codeconnections:PassedToService': 'codepipeline.amazonaws.com' },
    ),
  ];
}

/** What is in a stack of ours gets our tag, by which a connection is taken for ours. */
function importRoad(
  { connectionArn }: OtherApps,
  { accountId, region }: { accountId: string; region: string },
): Road {
  const ResourceType = 'AWS::CodeConnections::Connection';
  const RoleARN = `arn:aws:iam::${accountId}:role/cdk-slipway-cfn-exec-role-${accountId}-${region}`;
  const Properties = { ConnectionName: 'theirs', ProviderType: 'GitHub' };
  return {
    name: "another app's connection imported into a stack of ours",
    action: 'cloudformation:CreateChangeSet',
    resource: `arn:aws:cloudformation:${region}:${accountId}:stack/PipelineStack/*`,
    context: {
      [`aws:ResourceTag/${DISTRIBUTION_TAG}`]: distribution.name,
      'cloudformation:RoleArn': RoleARN,
      'cloudformation:ImportResourceTypes': ResourceType,
    },
    attempt: ({ cloudFormation }) =>
      cloudFormation.send(
        new CreateChangeSetCommand({
          StackName: PIPELINE_STACK,
          ChangeSetName: 'road',
          ChangeSetType: 'IMPORT',
          RoleARN,
          TemplateBody: JSON.stringify({
            Resources: { Theirs: { Type: ResourceType, DeletionPolicy: 'Retain', Properties } },
          }),
          ResourcesToImport: [
            {
              ResourceType,
              LogicalResourceId: 'Theirs',
              ResourceIdentifier: { ConnectionArn: connectionArn },
            },
          ],
        }),
      ),
  };
}

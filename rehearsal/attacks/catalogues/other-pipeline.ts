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
import { LocalAccount } from '../../../emulators/account/local-account';
import { toolkitRoleArn } from '../../actors/toolkit-name';
import { Attempt } from '../engine/attempt';
import { OTHER_KEY_ALIAS, OtherPipeline } from '../targets/other-pipeline';

/** Access to what the pipeline of another app keeps, with whatever callers may say about themselves. */
export function otherPipelineAttempts(account: LocalAccount, other: OtherPipeline): Required<Attempt>[] {
  return [
    ...pipelineAttempts(account, other),
    ...bucketAttempts(account, other),
    ...keyAttempts(other),
    ...connectionAttempts(other),
    importAttempt(account, other),
  ];
}

function pipelineAttempts(
  { accountId, region }: LocalAccount,
  { pipelineName: name }: OtherPipeline,
): Required<Attempt>[] {
  const arn = `arn:aws:codepipeline:${region}:${accountId}:${name}`;
  return [
    {
      name: "another app's pipeline started",
      permission: { action: 'codepipeline:StartPipelineExecution', resource: arn },
      call: ({ codePipeline }) => codePipeline.send(new StartPipelineExecutionCommand({ name })),
    },
    {
      name: "a stage of another app's pipeline retried",
      permission: { action: 'codepipeline:RetryStageExecution', resource: `${arn}/Release` },
      call: ({ codePipeline }) =>
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

function bucketAttempts(
  { accountId }: LocalAccount,
  { bucket: Bucket, objectKey: Key }: OtherPipeline,
): Required<Attempt>[] {
  const arn = `arn:aws:s3:::${Bucket}`;
  const context = { 'aws:ResourceAccount': accountId, 's3:ResourceAccount': accountId };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [] });
  const attempt = (what: string, verb: string, resource: string, call: Attempt['call']) => ({
    name: `another pipeline's ${what}`,
    permission: { action: `s3:${verb}`, resource, context },
    call,
  });
  return [
    attempt('artifacts listed', 'ListBucket', arn, ({ s3 }) => s3.send(new ListObjectsV2Command({ Bucket }))),
    attempt('artifact read', 'GetObject', `${arn}/${Key}`, ({ s3 }) =>
      s3.send(new GetObjectCommand({ Bucket, Key })),
    ),
    attempt('artifact exchanged', 'PutObject', `${arn}/${Key}`, ({ s3 }) =>
      s3.send(new PutObjectCommand({ Bucket, Key, Body: 'ours' })),
    ),
    attempt('bucket opened', 'PutBucketPolicy', arn, ({ s3 }) =>
      s3.send(new PutBucketPolicyCommand({ Bucket, Policy })),
    ),
    attempt('bucket without its policy', 'DeleteBucketPolicy', arn, ({ s3 }) =>
      s3.send(new DeleteBucketPolicyCommand({ Bucket })),
    ),
  ];
}

function keyAttempts({ keyArn: KeyId }: OtherPipeline): Required<Attempt>[] {
  const context = { 'kms:ResourceAliases': OTHER_KEY_ALIAS };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [] });
  const attempt = (what: string, verb: string, call: Attempt['call']) => ({
    name: `another pipeline's key ${what}`,
    permission: { action: `kms:${verb}`, resource: KeyId, context },
    call,
  });
  return [
    attempt('described', 'DescribeKey', ({ kms }) => kms.send(new DescribeKeyCommand({ KeyId }))),
    attempt('used', 'Encrypt', ({ kms }) =>
      kms.send(new EncryptCommand({ KeyId, Plaintext: Buffer.from('x') })),
    ),
    attempt('taken over', 'PutKeyPolicy', ({ kms }) => kms.send(new PutKeyPolicyCommand({ KeyId, Policy }))),
  ];
}

/** The user of a connection says for which repository, and for reading or pushing; only the tag is the connection's. */
function connectionAttempts({ connectionArn }: OtherPipeline): Required<Attempt>[] {
  const FullRepositoryId = distribution.source.repository;
  const read = {
    'codeconnections:FullRepositoryId': FullRepositoryId,
    'codeconnections:ProviderPermissionsRequired': 'read_only',
  };
  const attempt = (what: string, verb: string, request: object, context: Record<string, string> = {}) => ({
    name: `another app's connection ${what}`,
    permission: { action: `codeconnections:${verb}`, resource: connectionArn, context },
    call: (({ connections }) =>
      connections(verb, { ConnectionArn: connectionArn, ...request })) satisfies Attempt['call'],
  });
  return [
    attempt('used for our repository', 'UseConnection', { FullRepositoryId }, read),
    attempt(
      'used for pushing',
      'UseConnection',
      { FullRepositoryId, ProviderAction: 'GitPush', ProviderPermissionsRequired: 'read_write' },
      { ...read, 'codeconnections:ProviderPermissionsRequired': 'read_write' },
    ),
    attempt('used for an unstated purpose', 'UseConnection', {}),
    attempt('completed', 'UpdateConnectionInstallation', {}),
    attempt('seen', 'GetConnection', {}),
    attempt('deleted', 'DeleteConnection', {}),
    attempt(
      'passed on',
      'PassConnection',
      {},
      { 'codeconnections:PassedToService': 'codepipeline.amazonaws.com' },
    ),
  ];
}

/** What is in a stack of ours gets our tag, by which a connection is taken for ours. */
function importAttempt(account: LocalAccount, { connectionArn }: OtherPipeline): Required<Attempt> {
  const { accountId, region } = account;
  const ResourceType = 'AWS::CodeConnections::Connection';
  const RoleARN = toolkitRoleArn(account, 'cfn-exec');
  const Properties = { ConnectionName: 'theirs', ProviderType: 'GitHub' };
  const TemplateBody = JSON.stringify({
    Resources: { Theirs: { Type: ResourceType, DeletionPolicy: 'Retain', Properties } },
  });
  const theirs = {
    ResourceType,
    LogicalResourceId: 'Theirs',
    ResourceIdentifier: { ConnectionArn: connectionArn },
  };
  return {
    name: "another app's connection imported into a stack of ours",
    permission: {
      action: 'cloudformation:CreateChangeSet',
      resource: `arn:aws:cloudformation:${region}:${accountId}:stack/${PIPELINE_STACK}/*`,
      context: {
        [`aws:ResourceTag/${DISTRIBUTION_TAG}`]: distribution.name,
        'cloudformation:RoleArn': RoleARN,
        'cloudformation:ImportResourceTypes': ResourceType,
      },
    },
    call: ({ cloudFormation }) =>
      cloudFormation.send(
        new CreateChangeSetCommand({
          StackName: PIPELINE_STACK,
          ChangeSetName: 'escalation',
          ChangeSetType: 'IMPORT',
          RoleARN,
          TemplateBody,
          ResourcesToImport: [theirs],
        }),
      ),
  };
}

import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { DescribeImagesCommand, ECRClient, PutImageCommand } from '@aws-sdk/client-ecr';
import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import {
  GetObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { Credentials, LocalAccount } from '../../../emulators/account/local-account';
import { readStackResources, readStacks } from '../../observe/stacks';
import { testManifest } from '../../observe/test-image';

const REFUSALS = ['AccessDenied', 'AccessDeniedException'];
const TemplateBody = JSON.stringify({ Resources: { Nothing: { Type: 'AWS::CDK::Metadata' } } });

/** Something that somebody tries on an account. */
export interface Attempt {
  readonly name: string;
  readonly call: (caller: Credentials) => Promise<unknown>;
}

/** What gets somebody into an account from another one: its roles, its buckets, its stacks, its registries. */
export async function attemptsOn(target: LocalAccount): Promise<Attempt[]> {
  const { Roles = [] } = await new IAMClient(target.sdk()).send(new ListRolesCommand({}));
  const { Buckets = [] } = await new S3Client(target.sdk()).send(new ListBucketsCommand({}));
  const stacks = [...(await readStacks(target, target.root)).keys()];
  const resources = (await Promise.all(stacks.map((name) => readStackResources(target, name)))).flat();
  const repositories = resources.filter(({ type }) => type === 'AWS::ECR::Repository');
  return [
    ...Roles.map(({ Arn = '' }) => onRole(target, Arn)),
    ...Buckets.flatMap(({ Name = '' }) => onBucket(target, Name)),
    ...stacks.flatMap((name) => onStack(target, name)),
    ...repositories.flatMap(({ physicalId }) => onRegistry(target, physicalId)),
  ];
}

/** The attempts by which somebody gets through; whatever is not refused outright counts. */
export async function succeeding(attempts: readonly Attempt[], caller: Credentials): Promise<string[]> {
  const outcomes = await Promise.all(
    attempts.map(({ call }) =>
      call(caller).then(
        () => true,
        (error: Error) => !isRefusal(error),
      ),
    ),
  );
  return attempts.filter((_, index) => outcomes[index]).map(({ name }) => name);
}

/** CloudFormation hands on in words of its own what S3 refuses. */
function isRefusal({ name, message }: Error): boolean {
  return REFUSALS.includes(name) || message.includes('S3 error: Access Denied');
}

function onRole(target: LocalAccount, RoleArn: string): Attempt {
  const command = new AssumeRoleCommand({ RoleArn, RoleSessionName: 'across' });
  return {
    name: `assume ${RoleArn.split('/').at(-1)}`,
    call: (caller) => new STSClient(target.sdk(caller)).send(command),
  };
}

function onBucket(target: LocalAccount, Bucket: string): Attempt[] {
  const client = (caller: Credentials) => new S3Client(target.sdk(caller));
  const Key = 'across';
  return [
    { name: `list ${Bucket}`, call: (caller) => client(caller).send(new ListObjectsV2Command({ Bucket })) },
    { name: `read ${Bucket}`, call: (caller) => client(caller).send(new GetObjectCommand({ Bucket, Key })) },
    {
      name: `deploy from ${Bucket}`,
      call: (caller) => {
        const TemplateURL = `${target.sdk().endpoint}/${Bucket}/${Key}`;
        return new CloudFormationClient(target.sdk(caller)).send(
          new CreateStackCommand({ StackName: 'across', TemplateURL }),
        );
      },
    },
    {
      name: `write ${Bucket}`,
      call: (caller) => client(caller).send(new PutObjectCommand({ Bucket, Key, Body: 'across' })),
    },
  ];
}

function onStack(target: LocalAccount, name: string): Attempt[] {
  const StackName = `arn:aws:cloudformation:${target.region}:${target.accountId}:stack/${name}/any`;
  const client = (caller: Credentials) => new CloudFormationClient(target.sdk(caller));
  return [
    {
      name: `rewrite ${name}`,
      call: (caller) => client(caller).send(new UpdateStackCommand({ StackName, TemplateBody })),
    },
    {
      name: `delete ${name}`,
      call: (caller) => client(caller).send(new DeleteStackCommand({ StackName })),
    },
  ];
}

function onRegistry(target: LocalAccount, repositoryName: string): Attempt[] {
  const repository = { registryId: target.accountId, repositoryName };
  const image = { imageTag: 'across', imageManifest: testManifest('across') };
  const client = (caller: Credentials) => new ECRClient(target.sdk(caller));
  return [
    {
      name: `see ${repositoryName}`,
      call: (caller) => client(caller).send(new DescribeImagesCommand(repository)),
    },
    {
      name: `push to ${repositoryName}`,
      call: (caller) => client(caller).send(new PutImageCommand({ ...repository, ...image })),
    },
  ];
}

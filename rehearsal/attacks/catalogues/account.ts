import { CreateStackCommand, DeleteStackCommand, UpdateStackCommand } from '@aws-sdk/client-cloudformation';
import { DescribeImagesCommand, PutImageCommand } from '@aws-sdk/client-ecr';
import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import {
  GetObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { LocalAccount } from '../../../emulators/account/local-account';
import { readStackResources, readStacks } from '../../observe/stacks';
import { testManifest } from '../../observe/test-image';
import { Attempt } from '../engine/attempt';
import { EMPTY_TEMPLATE } from '../targets/documents';
import { assumedRoleAttempt } from './roles';

/** Name of whatever the attempts would create or read. */
const NAME = 'attempt';

/** Access to what an account holds in a region, from another one: its roles, its buckets, its stacks, its registries. */
export async function accountAttempts(target: LocalAccount): Promise<Attempt[]> {
  const { Roles = [] } = await new IAMClient(target.sdk()).send(new ListRolesCommand({}));
  const BucketRegion = target.region;
  const { Buckets = [] } = await new S3Client(target.sdk()).send(new ListBucketsCommand({ BucketRegion }));
  const stacks = [...(await readStacks(target, target.root)).keys()];
  const resources = (await Promise.all(stacks.map((name) => readStackResources(target, name)))).flat();
  const repositories = resources.filter(({ type }) => type === 'AWS::ECR::Repository');
  return [
    ...Roles.map(({ Arn = '' }) => assumedRoleAttempt(`assume ${Arn.split('/').at(-1)}`, Arn)),
    ...(await Promise.all(Buckets.map(({ Name = '' }) => bucketAttempts(target, Name)))).flat(),
    ...stacks.flatMap((name) => stackAttempts(target, name)),
    ...repositories.flatMap(({ physicalId }) => registryAttempts(target, physicalId)),
  ];
}

async function bucketAttempts(target: LocalAccount, Bucket: string): Promise<Attempt[]> {
  const { Contents = [] } = await new S3Client(target.sdk()).send(new ListObjectsV2Command({ Bucket }));
  // Without permission to list a bucket, a missing object is refused even to those who may read all that is there.
  const readable = { Bucket, Key: Contents[0]?.Key ?? NAME };
  const TemplateURL = `${target.endpoint}/${Bucket}/${NAME}`;
  return [
    { name: `list ${Bucket}`, call: ({ s3 }) => s3.send(new ListObjectsV2Command({ Bucket })) },
    {
      name: `read ${Bucket}`,
      call: async ({ s3 }) => {
        const { Body } = await s3.send(new GetObjectCommand(readable));
        // A body that is left unread would fail, and this process with it, when the account ends.
        await Body?.transformToByteArray();
      },
    },
    {
      name: `deploy from ${Bucket}`,
      call: ({ cloudFormation }) =>
        cloudFormation.send(new CreateStackCommand({ StackName: NAME, TemplateURL })),
    },
    {
      name: `write ${Bucket}`,
      call: ({ s3 }) => s3.send(new PutObjectCommand({ Bucket, Key: NAME, Body: NAME })),
    },
  ];
}

function stackAttempts(target: LocalAccount, name: string): Attempt[] {
  const StackName = `arn:aws:cloudformation:${target.region}:${target.accountId}:stack/${name}/any`;
  const changed = { StackName, TemplateBody: EMPTY_TEMPLATE };
  return [
    {
      name: `rewrite ${name}`,
      call: ({ cloudFormation }) => cloudFormation.send(new UpdateStackCommand(changed)),
    },
    {
      name: `delete ${name}`,
      call: ({ cloudFormation }) => cloudFormation.send(new DeleteStackCommand({ StackName })),
    },
  ];
}

function registryAttempts({ accountId: registryId }: LocalAccount, repositoryName: string): Attempt[] {
  const image = { registryId, repositoryName, imageTag: NAME, imageManifest: testManifest(NAME) };
  return [
    {
      name: `see ${repositoryName}`,
      call: ({ ecr }) => ecr.send(new DescribeImagesCommand({ registryId, repositoryName })),
    },
    { name: `push to ${repositoryName}`, call: ({ ecr }) => ecr.send(new PutImageCommand(image)) },
  ];
}

import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CreateRepositoryCommand, DescribeRepositoriesCommand, ECRClient } from '@aws-sdk/client-ecr';
import { CreateRoleCommand, GetRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { LocalAccount } from '../../../../emulators/account/local-account';
import { assumeRole } from '../../support/assume-role';
import { createUser } from '../../support/create-user';
import { allow, policyOf, trust } from '../support/policy';
import { refusalOf } from '../support/refusal-of';
import { ACCOUNT, newAccountNumber, openAccount, START_TIMEOUT } from '../support/open-account';
import { TestStack } from '../support/test-stack';

const HERE = 'eu-west-1';
const THERE = 'eu-central-1';

/** A key whose use is up to IAM. */
const KEY_POLICY = policyOf({
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
  Action: 'kms:*',
  Resource: '*',
});

let here: LocalAccount;
let there: LocalAccount;

beforeAll(async () => {
  here = await openAccount();
  there = here.in(THERE);
}, START_TIMEOUT);
afterAll(() => here.stop());

async function repositoriesOf(account: LocalAccount): Promise<(string | undefined)[]> {
  const { repositories = [] } = await new ECRClient(account.sdk()).send(new DescribeRepositoriesCommand({}));
  return repositories.map(({ repositoryArn }) => repositoryArn);
}

const repository = (RepositoryName: string) => ({
  Resources: { Repository: { Type: 'AWS::ECR::Repository', Properties: { RepositoryName } } },
});

test('keeps the repositories of each region apart, also such as have one name', async () => {
  const create = new CreateRepositoryCommand({ repositoryName: 'both' });
  for (const account of [here, there]) await new ECRClient(account.sdk()).send(create);
  await new ECRClient(there.sdk()).send(new CreateRepositoryCommand({ repositoryName: 'there' }));
  expect(await repositoriesOf(here)).toEqual([`arn:aws:ecr:${HERE}:${ACCOUNT}:repository/both`]);
  expect(await repositoriesOf(there)).toEqual(
    ['both', 'there'].map((name) => `arn:aws:ecr:${THERE}:${ACCOUNT}:repository/${name}`),
  );
});

test('makes what a stack holds in the region of the stack, and finds stacks in their own region only', async () => {
  const stack = new TestStack(there);
  await stack.make(repository('of-a-stack'));
  expect(await repositoriesOf(there)).toContain(`arn:aws:ecr:${THERE}:${ACCOUNT}:repository/of-a-stack`);
  const { Stacks = [] } = await new CloudFormationClient(there.sdk()).send(new DescribeStacksCommand({}));
  const [{ StackId, StackName }] = Stacks;
  expect(StackId).toContain(`:${THERE}:`);
  for (const name of [StackId, StackName]) {
    const find = new CloudFormationClient(here.sdk()).send(new DescribeStacksCommand({ StackName: name }));
    expect(await refusalOf(find)).toMatch(/does not exist/);
  }
});

test('keeps the parameters, log groups, keys and aliases of each region apart', async () => {
  const template = {
    Resources: {
      Parameter: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/one', Type: 'String', Value: 'it' } },
      Logs: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: 'one' } },
      Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: KEY_POLICY } },
      Alias: {
        Type: 'AWS::KMS::Alias',
        Properties: { AliasName: 'alias/one', TargetKeyId: { Ref: 'Key' } },
      },
    },
    Outputs: { Key: { Value: { 'Fn::GetAtt': ['Key', 'Arn'] } } },
  };
  for (const account of [here, there]) {
    const stack = new TestStack(account);
    await stack.make(template);
    expect(await stack.output('Key')).toMatch(new RegExp(`^arn:aws:kms:${account.region}:`));
  }
});

test('has one IAM in all regions', async () => {
  const role = { RoleName: 'global', AssumeRolePolicyDocument: JSON.stringify(trust({ AWS: ACCOUNT })) };
  await new IAMClient(there.sdk()).send(new CreateRoleCommand(role));
  const { Role } = await new IAMClient(here.sdk()).send(new GetRoleCommand({ RoleName: 'global' }));
  expect(Role?.Arn).toBe(`arn:aws:iam::${ACCOUNT}:role/global`);
  await assumeRole(there, Role?.Arn ?? '');
});

test('decides on ARNs with the region in which something is called', async () => {
  const resource = `arn:aws:ecr:${THERE}:${ACCOUNT}:repository/*`;
  const user = await createUser(here, 'of-one-region', allow('ecr:CreateRepository', resource));
  const create = (account: LocalAccount) =>
    new ECRClient(account.sdk(user)).send(new CreateRepositoryCommand({ repositoryName: 'decided' }));
  await create(there);
  expect(await refusalOf(create(here))).toMatch(
    new RegExp(`ecr:CreateRepository on resource: arn:aws:ecr:${HERE}:${ACCOUNT}:repository/decided`),
  );
});

test('decides on a stack that is named by its id in another region as on that stack', async () => {
  const ids = new Map<LocalAccount, string>();
  for (const account of [here, there]) {
    await new TestStack(account, undefined, 'Twin').make(repository('twin'));
    const client = new CloudFormationClient(account.sdk());
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: 'Twin' }));
    ids.set(account, Stacks[0].StackId ?? '');
  }
  const policy = allow('cloudformation:DescribeStacks', ids.get(here) ?? '');
  const client = new CloudFormationClient(here.sdk(await createUser(here, 'of-one-twin', policy)));
  const see = (account: LocalAccount) =>
    client.send(new DescribeStacksCommand({ StackName: ids.get(account) }));
  expect((await see(here)).Stacks).toHaveLength(1);
  expect(await refusalOf(see(there))).toMatch(/^AccessDenied: .*cloudformation:DescribeStacks/);
});

test('has CloudFormation do in a region what its role may do there', async () => {
  const iam = new IAMClient(here.sdk());
  const RoleName = 'deploys-here';
  const AssumeRolePolicyDocument = JSON.stringify(trust({ Service: 'cloudformation.amazonaws.com' }));
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  const PolicyDocument = allow('ecr:*', `arn:aws:ecr:${HERE}:${ACCOUNT}:repository/*`);
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'permissions', PolicyDocument }));
  const elsewhere = new TestStack(there);
  expect(await elsewhere.create(repository('under-a-role'), Role?.Arn)).toBe('ROLLBACK_COMPLETE');
  expect(await elsewhere.failures()).toContain(
    `ecr:CreateRepository on resource: arn:aws:ecr:${THERE}:${ACCOUNT}:repository/under-a-role`,
  );
  expect(await new TestStack(here).create(repository('under-a-role'), Role?.Arn)).toBe('CREATE_COMPLETE');
});

test('decides on the key of a bucket in the region of both, also where the bucket names it by its alias', async () => {
  const Bucket = `encrypted-${ACCOUNT}`;
  const alias = 'alias/artifacts';
  const rule = {
    SSEAlgorithm: 'aws:kms',
    KMSMasterKeyID: { 'Fn::Join': ['', [`arn:aws:kms:${THERE}:${ACCOUNT}:`, { Ref: 'Alias' }]] },
  };
  const BucketEncryption = {
    ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: rule }],
  };
  await new TestStack(there).make({
    Resources: {
      Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: KEY_POLICY } },
      Alias: {
        Type: 'AWS::KMS::Alias',
        Properties: { AliasName: alias, TargetKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } },
      },
      Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: Bucket, BucketEncryption } },
    },
  });
  await new S3Client(there.sdk()).send(new PutObjectCommand({ Bucket, Key: 'it', Body: 'what it is' }));
  const reader = async (name: string, keys: string, Condition?: object) => {
    const statements = [
      { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' },
      { Effect: 'Allow', Action: 'kms:Decrypt', Resource: keys, Condition },
    ];
    const user = await createUser(here, name, JSON.stringify(policyOf(...statements)));
    return new S3Client(there.sdk(user)).send(new GetObjectCommand({ Bucket, Key: 'it' }));
  };
  expect(await refusalOf(reader('of-keys-here', `arn:aws:kms:${HERE}:${ACCOUNT}:key/*`))).toMatch(
    new RegExp(`kms:Decrypt on resource: arn:aws:kms:${THERE}:`),
  );
  const aliased = { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': alias } };
  const { Body } = await reader('of-aliased-keys', `arn:aws:kms:*:${ACCOUNT}:key/*`, aliased);
  expect(await Body?.transformToString()).toBe('what it is');
});

test('writes nothing into a bucket under a key of another region', async () => {
  const alias = 'alias/of-each';
  for (const account of [here, there]) {
    await new TestStack(account).make({
      Resources: {
        Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: KEY_POLICY } },
        Alias: {
          Type: 'AWS::KMS::Alias',
          Properties: { AliasName: alias, TargetKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } },
        },
      },
    });
  }
  const Bucket = `under-a-key-${ACCOUNT}`;
  const s3 = new S3Client(there.sdk());
  const CreateBucketConfiguration = { LocationConstraint: THERE } as const;
  await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
  const write = (region: string) => {
    const key = {
      ServerSideEncryption: 'aws:kms',
      SSEKMSKeyId: `arn:aws:kms:${region}:${ACCOUNT}:${alias}`,
    } as const;
    return s3.send(new PutObjectCommand({ Bucket, Key: 'it', Body: 'what it is', ...key }));
  };
  expect(await refusalOf(write(HERE))).toMatch(/^KMS.NotFoundException: Invalid arn eu-west-1/);
  await write(THERE);
});

describe('a bucket', () => {
  const Bucket = `regional-${ACCOUNT}`;
  const read = async (account: LocalAccount) => {
    const { Body } = await new S3Client(account.sdk()).send(new GetObjectCommand({ Bucket, Key: 'it' }));
    return Body?.transformToString();
  };

  beforeAll(async () => {
    const CreateBucketConfiguration = { LocationConstraint: THERE } as const;
    await new S3Client(there.sdk()).send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
    await new S3Client(there.sdk()).send(new PutObjectCommand({ Bucket, Key: 'it', Body: 'what it is' }));
  });

  test('says from everywhere where it is', async () => {
    const location = await new S3Client(here.sdk()).send(new GetBucketLocationCommand({ Bucket }));
    expect(location.LocationConstraint).toBe(THERE);
  });

  test('is not read by the endpoint of another region', async () => {
    expect(await refusalOf(read(here))).toMatch(/PermanentRedirect/);
    expect(await read(there)).toBe('what it is');
  });

  test('has a name that nobody can take, in another region or account, themselves or by a stack', async () => {
    const template = (BucketName: string) => ({
      Resources: { Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName } } },
    });
    const other = here.another(newAccountNumber());
    for (const account of [here, other]) {
      expect(await new TestStack(account).create(template(Bucket))).toBe('ROLLBACK_COMPLETE');
      await new TestStack(account).make(template(`free-${account.accountId}`));
    }
    const CreateBucketConfiguration = { LocationConstraint: HERE } as const;
    const create = (account: LocalAccount) =>
      new S3Client(account.sdk()).send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
    expect(await refusalOf(create(here))).toMatch(/^BucketAlreadyOwnedByYou/);
    expect(await refusalOf(create(other))).toMatch(/^BucketAlreadyExists/);
    expect(await read(there)).toBe('what it is');
  });
});

import { DescribeRepositoriesCommand, ECRClient } from '@aws-sdk/client-ecr';
import { GetRoleCommand, GetUserCommand, IAMClient } from '@aws-sdk/client-iam';
import { GetBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import { BatchGetProjectsCommand, CodeBuildClient } from '@aws-sdk/client-codebuild';
import { LocalAccount } from '../../../../emulators/account/local-account';
import { policyOf, trust } from '../support/policy';
import { sendSigned } from '../support/signed-request';
import { ACCOUNT, openAccount, START_TIMEOUT } from '../support/open-account';
import { TestStack } from '../support/test-stack';

let account: LocalAccount;

beforeAll(async () => {
  account = await openAccount();
}, START_TIMEOUT);
afterAll(() => account.stop());

const BUCKET = `taken-${ACCOUNT}`;

/** Each type with a name, its own words, and something that tells whose it is. */
const NAMED = [
  {
    type: 'AWS::ECR::Repository',
    properties: (owner: string) => ({
      RepositoryName: 'taken',
      ImageTagMutability: owner === 'first' ? 'IMMUTABLE' : 'MUTABLE',
    }),
    words: "The repository with name 'taken' already exists in the registry",
    owner: async () => {
      const { repositories } = await new ECRClient(account.sdk()).send(
        new DescribeRepositoriesCommand({ repositoryNames: ['taken'] }),
      );
      return repositories?.[0].imageTagMutability === 'IMMUTABLE' ? 'first' : 'another';
    },
  },
  {
    type: 'AWS::IAM::Role',
    properties: (owner: string) => ({
      RoleName: 'taken',
      Description: owner,
      AssumeRolePolicyDocument: trust({ Service: 'codebuild.amazonaws.com' }),
    }),
    words: 'Role with name taken already exists.',
    owner: async () => (await iam().send(new GetRoleCommand({ RoleName: 'taken' }))).Role?.Description,
  },
  {
    type: 'AWS::IAM::User',
    properties: (owner: string) => ({ UserName: 'taken', Tags: [{ Key: 'owner', Value: owner }] }),
    words: 'User with name taken already exists.',
    owner: async () => (await iam().send(new GetUserCommand({ UserName: 'taken' }))).User?.Tags?.[0].Value,
  },
  {
    type: 'AWS::S3::Bucket',
    properties: (owner: string) => ({
      BucketName: BUCKET,
      VersioningConfiguration: { Status: owner === 'first' ? 'Enabled' : 'Suspended' },
    }),
    words: 'Validation failed with 1 error(s)', // of buckets, AWS looks at names before it begins
    owner: async () => {
      const { Status } = await new S3Client(account.sdk()).send(
        new GetBucketVersioningCommand({ Bucket: BUCKET }),
      );
      return Status === 'Enabled' ? 'first' : 'another';
    },
  },
  {
    type: 'AWS::CodeBuild::Project',
    properties: (owner: string) => ({
      Name: 'taken',
      Description: owner,
      ServiceRole: `arn:aws:iam::${ACCOUNT}:role/build`,
      Source: { Type: 'NO_SOURCE', BuildSpec: 'version: 0.2' },
      Artifacts: { Type: 'NO_ARTIFACTS' },
      Environment: {
        Type: 'LINUX_CONTAINER',
        ComputeType: 'BUILD_GENERAL1_SMALL',
        Image: 'aws/codebuild/standard:7.0',
      },
    }),
    words: 'Project already exists: taken',
    owner: async () => {
      const { projects } = await new CodeBuildClient(account.sdk()).send(
        new BatchGetProjectsCommand({ names: ['taken'] }),
      );
      return projects?.[0].description;
    },
  },
];

const iam = () => new IAMClient(account.sdk());

describe.each(NAMED)('$type', ({ type, properties, words, owner }) => {
  const template = (who: string) => ({ Resources: { Named: { Type: type, Properties: properties(who) } } });

  test('rejects a name that exists, and leaves what has it alone', async () => {
    expect(await new TestStack(account).create(template('first'))).toBe('CREATE_COMPLETE');
    const second = new TestStack(account);
    expect(await second.create(template('second'))).toBe('ROLLBACK_COMPLETE');
    expect(await second.failures()).toContain(words);
    expect(await owner()).toBe('first');
  });
});

test('a stack may change what it has named itself', async () => {
  const template = (suffix: string) => ({
    Resources: Object.fromEntries(
      NAMED.map(({ type, properties }, index) => [
        `Named${index}`,
        { Type: type, Properties: rename(properties(suffix)) },
      ]),
    ),
  });
  const rename = (properties: object) =>
    JSON.parse(JSON.stringify(properties).replaceAll(/"taken(-\d+)?"/g, '"own$1"')) as object;
  const stack = new TestStack(account);
  expect(await stack.create(template('first'))).toBe('CREATE_COMPLETE');
  expect([await stack.update(template('second')), await stack.failures()]).toEqual(['UPDATE_COMPLETE', '']);
});

test('an alias of a key that exists is refused, and left alone', async () => {
  const KeyPolicy = policyOf({
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
    Action: 'kms:*',
    Resource: '*',
  });
  const template = {
    Resources: {
      Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy } },
      Alias: {
        Type: 'AWS::KMS::Alias',
        Properties: { AliasName: 'alias/taken', TargetKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } },
      },
    },
    Outputs: { Key: { Value: { Ref: 'Key' } } },
  };
  const first = new TestStack(account);
  expect(await first.create(template)).toBe('CREATE_COMPLETE');
  const second = new TestStack(account);
  expect(await second.create(template)).toBe('ROLLBACK_COMPLETE');
  expect(await second.failures()).toContain('An alias with the name alias/taken already exists');
  const { text } = await sendSigned(account, account.root, {
    service: 'kms',
    headers: { 'X-Amz-Target': 'TrentService.DescribeKey', 'Content-Type': 'application/x-amz-json-1.1' },
    body: JSON.stringify({ KeyId: 'alias/taken' }),
  });
  expect(JSON.parse(text)).toMatchObject({ KeyMetadata: { KeyId: await first.output('Key') } });
});

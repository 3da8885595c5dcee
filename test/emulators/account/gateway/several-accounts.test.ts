import {
  Capability,
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import { CreateRepositoryCommand, DescribeImagesCommand, ECRClient } from '@aws-sdk/client-ecr';
import { CreateRoleCommand, IAMClient, ListRolesCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetObjectCommand, PutBucketPolicyCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { LocalAccount } from '../../../../emulators/account/local-account';
import { assumeRole } from '../../support/assume-role';
import { callConnections } from '../../../../emulators/codepipeline';
import { allow, policyOf, trust } from '../support/policy';
import { refusalOf } from '../support/refusal-of';
import { ACCOUNT, newAccountNumber, openAccount, START_TIMEOUT } from '../support/open-account';
import { TestStack } from '../support/test-stack';

const THEIRS = newAccountNumber();
const Bucket = `artifacts-${ACCOUNT}`;

let account: LocalAccount;
let theirs: LocalAccount;

/** Arn of a role of theirs. */
const roleOf = (name: string) => `arn:aws:iam::${THEIRS}:role/${name}`;

async function makeRole(owner: LocalAccount, RoleName: string, policy: string): Promise<void> {
  const iam = new IAMClient(owner.sdk());
  const AssumeRolePolicyDocument = JSON.stringify(trust({ AWS: `arn:aws:iam::${owner.accountId}:root` }));
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'permissions', PolicyDocument: policy }));
}

const statement = (Action: string, names: readonly string[], Resource = '*') => ({
  Effect: 'Allow',
  Principal: { AWS: names },
  Action,
  Resource,
});

/** A bucket with a key of its own, as the pipeline has it. */
const key = (readers: readonly string[]) => ({
  Type: 'AWS::KMS::Key',
  Properties: {
    KeyPolicy: policyOf(
      statement('kms:*', [`arn:aws:iam::${account.accountId}:root`]),
      statement('kms:Decrypt', readers),
    ),
  },
});
const bucket = {
  Type: 'AWS::S3::Bucket',
  Properties: {
    BucketName: Bucket,
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [
        {
          ServerSideEncryptionByDefault: {
            SSEAlgorithm: 'aws:kms',
            KMSMasterKeyID: { 'Fn::GetAtt': ['Key', 'Arn'] },
          },
        },
      ],
    },
  },
};
const bucketPolicy = (readers: readonly string[]) => ({
  Type: 'AWS::S3::BucketPolicy',
  Properties: {
    Bucket: { Ref: 'Bucket' },
    PolicyDocument: policyOf(statement('s3:GetObject', readers, `arn:aws:s3:::${Bucket}/*`)),
  },
});

beforeAll(async () => {
  account = await openAccount();
  theirs = account.another(THEIRS);
  const read = ['s3:GetObject', 'kms:Decrypt'];
  const readObjects = allow(read, '*');
  const inAccount = (id: string) => allow(read, '*', { StringEquals: { 'aws:ResourceAccount': id } });
  await makeRole(theirs, 'reader', inAccount(account.accountId));
  await makeRole(theirs, 'keyless', readObjects);
  await makeRole(theirs, 'stranger', readObjects);
  for (const name of ['reader', 'stranger']) {
    const PolicyDocument = allow(['cloudformation:CreateStack', 'cloudformation:GetTemplate', 'iam:*'], '*');
    await new IAMClient(theirs.sdk()).send(
      new PutRolePolicyCommand({ RoleName: name, PolicyName: 'deploys', PolicyDocument }),
    );
  }
  await makeRole(theirs, 'rightless', allow('kms:Decrypt', '*'));
  await makeRole(theirs, 'careful', inAccount(THEIRS));
  await makeRole(account, 'writer', allow(['s3:PutObject', 'kms:GenerateDataKey'], '*'));
  await makeRole(account, 'writer-without-key', allow('s3:PutObject', '*'));
  await new TestStack(account).make({
    Resources: {
      Key: key(['reader', 'rightless', 'careful', 'stranger'].map(roleOf)),
      Bucket: bucket,
      Policy: bucketPolicy(['reader', 'keyless', 'rightless', 'careful'].map(roleOf)),
    },
  });
  await put(account, 'writer');
}, START_TIMEOUT);
afterAll(() => account.stop());

async function clientOf(owner: LocalAccount, role: string): Promise<S3Client> {
  const session = await assumeRole(owner, `arn:aws:iam::${owner.accountId}:role/${role}`);
  return new S3Client(owner.sdk(session));
}

async function put(owner: LocalAccount, role: string): Promise<unknown> {
  return (await clientOf(owner, role)).send(new PutObjectCommand({ Bucket, Key: 'it', Body: 'what it is' }));
}

async function get(owner: LocalAccount, role: string): Promise<string | undefined> {
  const { Body } = await (await clientOf(owner, role)).send(new GetObjectCommand({ Bucket, Key: 'it' }));
  return Body?.transformToString();
}

test('lets a role of another account read what policy of bucket, of key and its own allow', async () => {
  expect(await get(theirs, 'reader')).toBe('what it is');
});

test.each([
  ['the policy of the bucket does not name', 'stranger', /Access Denied/],
  [
    'the policy of the key does not name',
    'keyless',
    /kms:Decrypt on resource: arn.* no resource-based policy/,
  ],
  ['has no permission of its own', 'rightless', /Access ?Denied/],
  ['may use only buckets of its own account', 'careful', /Access ?Denied/],
])('rejects a reading role of another account that %s', async (_what, role, message) => {
  expect(await refusalOf(get(theirs, role))).toMatch(message);
});

test('rejects a role that writes and may not use the key', async () => {
  expect(await refusalOf(put(account, 'writer-without-key'))).toMatch(/kms:GenerateDataKey/);
});

test('rejects a role of another account that writes, if the policy of the bucket does not say so', async () => {
  expect(await refusalOf(put(theirs, 'reader'))).toMatch(/Access ?Denied/);
});

test('rejects the policy of a key that names a role that does not exist', async () => {
  const stack = new TestStack(account);
  expect(await stack.create({ Resources: { Key: key([roleOf('no-such-role')]) } })).toBe('ROLLBACK_COMPLETE');
  expect(await stack.failures()).toMatch(/Policy contains a statement with one or more invalid principals/);
});

test('rejects the policy of a bucket that names a role that does not exist', async () => {
  const PolicyDocument = policyOf(
    statement('s3:GetObject', [roleOf('no-such-role')], `arn:aws:s3:::${Bucket}/*`),
  );
  const put = new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(PolicyDocument) });
  expect(await refusalOf(new S3Client(account.sdk()).send(put))).toMatch(
    /MalformedPolicy.*Invalid principal/,
  );
});

describe('a template that lies in a bucket of another account', () => {
  const Body = JSON.stringify({ Resources: { Group: { Type: 'AWS::IAM::Group' } } });
  const deploy = async (role: string) => {
    const client = new CloudFormationClient(theirs.sdk(await assumeRole(theirs, roleOf(role))));
    const TemplateURL = `${account.sdk().endpoint}/${Bucket}/template.json`;
    const Capabilities: Capability[] = ['CAPABILITY_IAM'];
    await client.send(new CreateStackCommand({ StackName: `of-${role}`, TemplateURL, Capabilities }));
    return (await client.send(new GetTemplateCommand({ StackName: `of-${role}` }))).TemplateBody;
  };

  beforeAll(async () => {
    await new S3Client(account.sdk()).send(new PutObjectCommand({ Bucket, Key: 'template.json', Body }));
  });

  test('is deployed by a role that the policy of the bucket names', async () => {
    expect(await deploy('reader')).toBe(Body);
  });

  test('is rejected for a role that it does not name', async () => {
    expect(await refusalOf(deploy('stranger'))).toMatch(/ValidationError: .*S3 error: Access Denied/);
  });
});

test('keeps the identities and connections of accounts apart', async () => {
  const names = async (owner: LocalAccount) => {
    const { Roles = [] } = await new IAMClient(owner.sdk()).send(new ListRolesCommand({}));
    return Roles.map(({ RoleName }) => RoleName);
  };
  expect(await names(account)).toEqual(['writer', 'writer-without-key']);
  expect(await names(theirs)).toEqual(['reader', 'keyless', 'stranger', 'rightless', 'careful']);

  const connection = { Type: 'AWS::CodeConnections::Connection', Properties: { ConnectionName: 'theirs' } };
  await new TestStack(theirs).create({ Resources: { Connection: connection } });
  const list = async (owner: LocalAccount) =>
    (await callConnections(owner, owner.root, 'ListConnections', {})).Connections;
  expect(await list(theirs)).toHaveLength(1);
  expect(await list(account)).toEqual([]);
});

test("rejects the root of another account where a role trusts a service, for which its own account's root stands", async () => {
  const RoleName = 'of-a-service';
  const AssumeRolePolicyDocument = JSON.stringify(trust({ Service: 'codebuild.amazonaws.com' }));
  await new IAMClient(account.sdk()).send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  const arn = `arn:aws:iam::${account.accountId}:role/${RoleName}`;
  await assumeRole(account, arn);
  expect(await refusalOf(assumeRole(account, arn, theirs.root))).toMatch(/^AccessDenied: .*sts:AssumeRole/);
});

test('rejects a caller who names a stack by the id that it has in another account', async () => {
  const name = { StackName: `arn:aws:cloudformation:eu-west-1:${THEIRS}:stack/Ours/any` };
  const described = new CloudFormationClient(account.sdk()).send(new DescribeStacksCommand(name));
  expect(await refusalOf(described)).toMatch(
    /^AccessDenied: .*cloudformation:DescribeStacks on resource: arn/,
  );
});

test('rejects a caller who names a registry by the number of another account', async () => {
  const repositoryName = 'ours';
  const create = (owner: LocalAccount) =>
    new ECRClient(owner.sdk()).send(new CreateRepositoryCommand({ repositoryName }));
  await Promise.all([account, theirs].map(create));
  const see = (registryId: string) =>
    new ECRClient(account.sdk()).send(new DescribeImagesCommand({ registryId, repositoryName }));
  expect((await see(account.accountId)).imageDetails).toEqual([]);
  expect(await refusalOf(see(THEIRS))).toMatch(
    new RegExp(`^AccessDeniedException: .*${THEIRS}:repository/ours`),
  );
});

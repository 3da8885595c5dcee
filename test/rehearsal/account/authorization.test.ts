import {
  CloudFormationClient,
  CreateChangeSetCommand,
  CreateStackCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { CreateRepositoryCommand, DescribeRepositoriesCommand, ECRClient } from '@aws-sdk/client-ecr';
import { CreateRoleCommand, IAMClient, TagRoleCommand, UntagRoleCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { Credentials, LocalAccount } from '../../../rehearsal/account/local-account';
import { createUserWithPolicy } from '../../../rehearsal/iam-users';
import { allow, policyOf, trust } from './policy';
import { refusalOf } from './refusal-of';
import { START_TIMEOUT, startAccount } from './start-account';

const ROOT = 'arn:aws:iam::123456789012:root';

let account: LocalAccount;
let iam: IAMClient;

beforeAll(async () => {
  account = await startAccount('authorization');
  iam = new IAMClient(account.sdk());
}, START_TIMEOUT);
afterAll(() => account.stop());

async function createRole(RoleName: string, principal: object): Promise<string> {
  const AssumeRolePolicyDocument = JSON.stringify(trust(principal));
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  return Role?.Arn ?? '';
}

describe('a signature', () => {
  const whoAmI = (credentials?: Credentials) =>
    new STSClient(account.sdk(credentials)).send(new GetCallerIdentityCommand({}));

  test('tells who calls', async () => {
    const user = await createUserWithPolicy(account, 'anybody', allow('s3:GetObject', '*'));
    expect((await whoAmI()).Arn).toBe(ROOT);
    expect((await whoAmI(user)).Arn).toBe('arn:aws:iam::123456789012:user/anybody');
  });

  test('rejects a wrong or an unknown key', async () => {
    const user = await createUserWithPolicy(account, 'forgetful', allow('*', '*'));
    expect(await refusalOf(whoAmI({ ...user, secretAccessKey: 'wrong' }))).toContain('SignatureDoesNotMatch');
    expect(await refusalOf(whoAmI({ ...account.root, secretAccessKey: 'wrong' }))).toContain(
      'SignatureDoesNotMatch',
    );
    expect(await refusalOf(whoAmI({ ...user, accessKeyId: 'AKIAUNKNOWN123456789' }))).toContain(
      'InvalidClientTokenId',
    );
  });
});

describe('the tag of a role', () => {
  test('decides who may assume it, where a policy rests on it', async () => {
    const RoleName = 'tagged';
    const RoleArn = await createRole(RoleName, { AWS: ROOT });
    const Condition = { StringEquals: { 'iam:ResourceTag/aws-cdk:bootstrap-role': 'deploy' } };
    const user = await createUserWithPolicy(account, 'deployer', allow('sts:AssumeRole', '*', Condition));
    const assume = () =>
      new STSClient(account.sdk(user)).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'test' }));
    const tag = (Value: string) =>
      iam.send(new TagRoleCommand({ RoleName, Tags: [{ Key: 'aws-cdk:bootstrap-role', Value }] }));

    expect(await refusalOf(assume())).toContain('AccessDenied');
    await tag('lookup');
    expect(await refusalOf(assume())).toContain('AccessDenied');
    await tag('deploy');
    expect((await assume()).Credentials?.SessionToken).toBeTruthy();
    await iam.send(new UntagRoleCommand({ RoleName, TagKeys: ['aws-cdk:bootstrap-role'] }));
    expect(await refusalOf(assume())).toContain('AccessDenied');
  });
});

describe('the path of a role', () => {
  test('is part of what a policy and a caller name', async () => {
    const AssumeRolePolicyDocument = JSON.stringify(trust({ AWS: ROOT }));
    await iam.send(new CreateRoleCommand({ RoleName: 'deep', Path: '/own/', AssumeRolePolicyDocument }));
    const user = await createUserWithPolicy(account, 'visitor', allow('sts:AssumeRole', '*'));
    const assume = (role: string) => {
      const RoleArn = `arn:aws:iam::123456789012:role/${role}`;
      return new STSClient(account.sdk(user)).send(
        new AssumeRoleCommand({ RoleArn, RoleSessionName: 'test' }),
      );
    };
    await expect(assume('own/deep')).resolves.toBeDefined();
    for (const other of ['deep', 'other/deep', 'own/none']) {
      expect(await refusalOf(assume(other))).toContain('AccessDenied');
    }
  });
});

describe('DescribeRepositories', () => {
  test('is decided on the repository that it names', async () => {
    const ecr = new ECRClient(account.sdk());
    for (const repositoryName of ['own/one', 'own/two']) {
      await ecr.send(new CreateRepositoryCommand({ repositoryName }));
    }
    const arn = 'arn:aws:ecr:eu-west-1:123456789012:repository/own';
    const policy = allow('ecr:DescribeRepositories', `${arn}/one`);
    const client = new ECRClient(account.sdk(await createUserWithPolicy(account, 'describer', policy)));
    const describe = (repositoryNames?: string[]) =>
      client.send(new DescribeRepositoriesCommand({ repositoryNames }));

    expect((await describe(['own/one'])).repositories).toHaveLength(1);
    const words = (resource: string) =>
      'AccessDeniedException: User: arn:aws:iam::123456789012:user/describer is not authorized to perform: ' +
      `ecr:DescribeRepositories on resource: ${resource} because no identity-based policy allows the ecr:DescribeRepositories action`;
    expect(await refusalOf(describe(['own/two']))).toBe(words(`${arn}/two`));
    expect(await refusalOf(describe())).toBe(words('*'));
  });
});

describe('iam:PassRole', () => {
  const TemplateBody = JSON.stringify({ Resources: { Group: { Type: 'AWS::IAM::Group' } } });
  const changed = TemplateBody.replaceAll('"Group"', '"Other"');
  const Capabilities = ['CAPABILITY_IAM' as const];
  const calls = (RoleARN: string, StackName: string) => [
    new CreateStackCommand({ StackName, TemplateBody, RoleARN, Capabilities }),
    new UpdateStackCommand({ StackName, TemplateBody: changed, RoleARN }),
    new CreateChangeSetCommand({ StackName, ChangeSetName: 'set', TemplateBody: changed, RoleARN }),
  ];

  test('is needed to hand CloudFormation a role', async () => {
    const role = await createRole('execution', { Service: 'cloudformation.amazonaws.com' });
    const policy = allow(['cloudformation:*', 'iam:GetRole'], '*');
    const client = new CloudFormationClient(
      account.sdk(await createUserWithPolicy(account, 'plain', policy)),
    );
    for (const command of calls(role, 'Passed')) {
      expect(await refusalOf(client.send(command as CreateStackCommand))).toBe(
        'AccessDenied: User: arn:aws:iam::123456789012:user/plain is not authorized to perform: iam:PassRole ' +
          `on resource: ${role} because no identity-based policy allows the iam:PassRole action`,
      );
    }
  });

  test('is enough on that role, for that service', async () => {
    const role = await createRole('passed', { Service: 'cloudformation.amazonaws.com' });
    const passTo = (service: string) =>
      JSON.stringify(
        policyOf(
          { Effect: 'Allow', Action: 'cloudformation:*', Resource: '*' },
          {
            Effect: 'Allow',
            Action: 'iam:PassRole',
            Resource: role,
            Condition: { StringEquals: { 'iam:PassedToService': service } },
          },
        ),
      );
    const client = async (name: string, service: string) =>
      new CloudFormationClient(
        account.sdk(await createUserWithPolicy(account, name, passTo(`${service}.amazonaws.com`))),
      );
    const [create] = calls(role, 'Allowed');
    const toAnother = await client('passes-to-another', 'codebuild');
    expect(await refusalOf(toAnother.send(create as CreateStackCommand))).toContain('iam:PassRole');
    const passer = await client('passes', 'cloudformation');
    expect((await passer.send(create as CreateStackCommand)).StackId).toContain('stack/Allowed/');
  });
});

describe('s3:ResourceAccount', () => {
  test('is the account that owns the bucket', async () => {
    const root = new S3Client(account.sdk());
    const object = { Bucket: 'artifacts', Key: 'artifact' };
    await root.send(new CreateBucketCommand({ Bucket: 'artifacts' }));
    await root.send(new PutObjectCommand({ ...object, Body: 'content' }));
    const read = async (operator: string, name: string) => {
      const Condition = { [operator]: { 's3:ResourceAccount': account.accountId } };
      const user = await createUserWithPolicy(account, name, allow('s3:GetObject', '*', Condition));
      return new S3Client(account.sdk(user)).send(new GetObjectCommand(object));
    };
    await expect(read('StringEquals', 'within')).resolves.toBeDefined();
    expect(await refusalOf(read('StringNotEquals', 'across'))).toContain('AccessDenied');
  });
});

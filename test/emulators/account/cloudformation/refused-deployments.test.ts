import {
  CloudFormationClient,
  CreateChangeSetCommand,
  ExecuteChangeSetCommand,
} from '@aws-sdk/client-cloudformation';
import { CreateBucketCommand, PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { CreatePolicyCommand, IAMClient, PutRolePermissionsBoundaryCommand } from '@aws-sdk/client-iam';
import { LocalAccount } from '../../../../emulators/account/local-account';
import { CREATE, executionRole, Grant, roleTemplate, stackUnder } from './execution-role';
import { policyOf } from '../support/policy';
import { refusalOf } from '../support/refusal-of';
import { ACCOUNT, openAccount, START_TIMEOUT } from '../support/open-account';
import { Template, TestStack } from '../support/test-stack';

const [CLOSED, FOUND] = [`closed-${ACCOUNT}`, `found-${ACCOUNT}`];
const EVERYTHING = { Action: '*' };

let account: LocalAccount;

beforeAll(async () => {
  account = await openAccount();
}, START_TIMEOUT);
afterAll(() => account.stop());

/** Why it fails under a role that may do this. */
async function failure(template: Template, ...grants: Grant[]): Promise<string> {
  const { stack, create } = await stackUnder(account, ...grants);
  expect(await create(template)).toBe('ROLLBACK_COMPLETE');
  return stack.failures();
}

describe('a refusal', () => {
  test('tells an explicit deny', async () => {
    expect(await failure(roleTemplate(), EVERYTHING, { Effect: 'Deny', Action: 'iam:CreateRole' })).toContain(
      'with an explicit deny in an identity-based policy (Service: Iam, Status Code: 403,',
    );
  });

  test("tells a deny of the resource's own policy", async () => {
    const s3 = new S3Client(account.sdk());
    await s3.send(new CreateBucketCommand({ Bucket: CLOSED }));
    const Action = 's3:PutBucketPolicy';
    const Policy = policyOf({ Effect: 'Deny', Principal: '*', Action, Resource: `arn:aws:s3:::${CLOSED}` });
    await s3.send(new PutBucketPolicyCommand({ Bucket: CLOSED, Policy: JSON.stringify(Policy) }));
    const PolicyDocument = policyOf();
    const Properties = { Bucket: CLOSED, PolicyDocument };
    const Resources = { Policy: { Type: 'AWS::S3::BucketPolicy', Properties } };
    expect(await failure({ Resources }, EVERYTHING)).toContain(
      `s3:PutBucketPolicy on resource: arn:aws:s3:::${CLOSED} with an explicit deny in a resource-based policy`,
    );
  });

  test('names the service that was called, and its status', async () => {
    const Resources = { Made: { Type: 'AWS::ECR::Repository', Properties: { RepositoryName: 'r' } } };
    expect(await failure({ Resources }, { Action: 'ecr:TagResource' })).toContain(
      `ecr:CreateRepository on resource: arn:aws:ecr:eu-west-1:${ACCOUNT}:repository/r because no ` +
        'identity-based policy allows the ecr:CreateRepository action (Service: Ecr, Status Code: 400,',
    );
  });

  test("tells a deny of the role's boundary", async () => {
    const iam = new IAMClient(account.sdk());
    const document = policyOf(
      { Effect: 'Allow', ...EVERYTHING, Resource: '*' },
      { Effect: 'Deny', Action: 'iam:CreateRole', Resource: '*' },
    );
    const PolicyDocument = JSON.stringify(document);
    const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: 'denying', PolicyDocument }));
    const { stack, create, name } = await stackUnder(account, EVERYTHING);
    await iam.send(
      new PutRolePermissionsBoundaryCommand({ RoleName: name, PermissionsBoundary: Policy?.Arn }),
    );
    expect(await create(roleTemplate())).toBe('ROLLBACK_COMPLETE');
    expect(await stack.failures()).toContain('with an explicit deny in a permissions boundary (');
  });

  test("tells a key's policy that leaves nothing to IAM", async () => {
    const KeyPolicy = policyOf({
      Effect: 'Allow',
      Principal: { AWS: await executionRole(new IAMClient(account.sdk()), 'key-owner', EVERYTHING) },
      Action: 'kms:*',
      Resource: '*',
    });
    const theirs = new TestStack(account);
    await theirs.create({
      Resources: { Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy } } },
      Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Key', 'Arn'] } } },
    });
    const TargetKeyId = await theirs.output('Arn');
    const Properties = { AliasName: 'alias/own', TargetKeyId };
    const Resources = { Alias: { Type: 'AWS::KMS::Alias', Properties } };
    expect(await failure({ Resources }, EVERYTHING)).toContain(
      `kms:CreateAlias on resource: ${TargetKeyId} because no resource-based policy allows`,
    );
  });
});

test('a roll-back is decided on like anything else', async () => {
  const { stack, create } = await stackUnder(account, { Action: CREATE });
  const Group = { Type: 'AWS::IAM::Group', DependsOn: 'Made' };
  expect(await create({ Resources: { ...roleTemplate().Resources, Group } })).toBe('ROLLBACK_FAILED');
  expect(await stack.failures()).toContain('not authorized to perform: iam:DeleteRole ');
});

test('what is imported has to be read', async () => {
  const grants = [EVERYTHING, { Effect: 'Deny' as const, Action: 's3:ListBucket' }];
  const RoleARN = await executionRole(new IAMClient(account.sdk()), 'blind', ...grants);
  await new S3Client(account.sdk()).send(new CreateBucketCommand({ Bucket: FOUND }));
  const client = new CloudFormationClient(account.sdk());
  const names = { StackName: 'Importing', ChangeSetName: 'import' };
  const bucket = { ResourceType: 'AWS::S3::Bucket', ResourceIdentifier: { BucketName: FOUND } };
  const Properties = { BucketName: FOUND };
  const Found = { Type: bucket.ResourceType, DeletionPolicy: 'Retain', Properties };
  const change = new CreateChangeSetCommand({
    ...names,
    ChangeSetType: 'IMPORT',
    ResourcesToImport: [{ LogicalResourceId: 'Found', ...bucket }],
    TemplateBody: JSON.stringify({ Resources: { Found } }),
    RoleARN,
  });
  await client.send(change);
  await client.send(new ExecuteChangeSetCommand(names));
  const stack = new TestStack(account, undefined, names.StackName);
  expect(await stack.settled()).toBe('ROLLBACK_COMPLETE');
  expect(await stack.failures()).toContain('not authorized to perform: s3:ListBucket ');
});

test.each(['Custom::Anything', 'AWS::CloudFormation::Stack', 'AWS::CloudFormation::WaitCondition'])(
  'a type that is not in the table of permissions is refused where CloudFormation makes it in its own way: %s',
  async (Type) => {
    expect(await failure({ Resources: { Unknown: { Type } } }, EVERYTHING)).toContain(
      `cloudformation-permissions.json does not know ${Type}`,
    );
  },
);

describe('what a template reads', () => {
  const withDescription = (Description: string) => roleTemplate({ Description });

  test.each([
    [
      '{{resolve:ssm:/theirs/value}}',
      `ssm:GetParameters on resource: arn:aws:ssm:eu-west-1:${ACCOUNT}:parameter/theirs/value `,
    ],
    [
      '{{resolve:secretsmanager:theirs}}',
      `secretsmanager:GetSecretValue on resource: arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:theirs `,
    ],
  ])('is read under its role: %s', async (reference, refusal) => {
    expect(await failure(withDescription(reference), { Action: 'iam:*' })).toContain(refusal);
  });

  test('is asked for anew when the stack is updated', async () => {
    const Type = 'AWS::SSM::Parameter::Value<String>';
    const store = new TestStack(account);
    const Properties = { Name: 'version', Type: 'String', Value: '1' };
    await store.create({ Resources: { Parameter: { Type: 'AWS::SSM::Parameter', Properties } } });
    const read = {
      Action: 'ssm:GetParameters',
      Resource: `arn:aws:ssm:eu-west-1:${ACCOUNT}:parameter/version`,
    };
    const { stack, create, mayNow } = await stackUnder(account, { Action: 'iam:*' }, read);
    const template = { ...roleTemplate(), Parameters: { Version: { Type, Default: 'version' } } };
    expect(await create(template)).toBe('CREATE_COMPLETE');
    await mayNow({ Action: 'iam:*' });
    const changed = { ...roleTemplate({ Description: 'changed' }), Parameters: template.Parameters };
    expect(await refusalOf(stack.update(changed))).toContain(
      `ssm:GetParameters on resource: ${read.Resource} `,
    );
  });
});

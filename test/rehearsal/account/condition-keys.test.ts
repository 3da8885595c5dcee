import {
  CloudFormationClient,
  CreateChangeSetCommand,
  CreateStackCommand,
  DeleteStackCommand,
  ExecuteChangeSetCommand,
  UpdateStackCommand,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation';
import * as iam from '@aws-sdk/client-iam';
import { Credentials, LocalAccount } from '../../../rehearsal/account/local-account';
import { createUserWithPolicy } from '../../../rehearsal/iam-users';
import { allow, policyOf, trust } from './policy';
import { refusalOf } from './refusal-of';
import { START_TIMEOUT, startAccount } from './start-account';

const ACCOUNT = '123456789012';
const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';
const BOUNDARY = `arn:aws:iam::${ACCOUNT}:policy/ceiling`;
const BOUNDED = { StringEquals: { 'iam:PermissionsBoundary': BOUNDARY } };
const AssumeRolePolicyDocument = JSON.stringify(trust({ Service: 'codebuild.amazonaws.com' }));

let account: LocalAccount;
let root: iam.IAMClient;

beforeAll(async () => {
  account = await startAccount('condition-keys');
  root = new iam.IAMClient(account.sdk());
  const PolicyDocument = allow('s3:ListBucket', '*');
  await root.send(new iam.CreatePolicyCommand({ PolicyName: 'ceiling', PolicyDocument }));
}, START_TIMEOUT);
afterAll(() => account.stop());

let users = 0;

/** Somebody with these statements and nothing else. */
function somebody(...statements: object[]): Promise<Credentials> {
  return createUserWithPolicy(account, `user${++users}`, JSON.stringify(policyOf(...statements)));
}

async function identityClient(Action: string | string[], Condition?: object, Resource = '*') {
  const user = await somebody({ Effect: 'Allow', Action, Resource, Condition });
  return new iam.IAMClient(account.sdk(user));
}

function newRole(RoleName: string, PermissionsBoundary?: string, Path?: string) {
  return new iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument, PermissionsBoundary, Path });
}

describe('iam:PermissionsBoundary', () => {
  test('is the boundary that a request puts on', async () => {
    const client = await identityClient(['iam:CreateRole', 'iam:PutRolePermissionsBoundary'], BOUNDED);
    expect(await refusalOf(client.send(newRole('none')))).toContain('iam:CreateRole');
    expect(await refusalOf(client.send(newRole('another', ADMINISTRATOR)))).toContain('iam:CreateRole');
    await client.send(newRole('own', BOUNDARY));
    const put = (PermissionsBoundary: string) =>
      client.send(new iam.PutRolePermissionsBoundaryCommand({ RoleName: 'own', PermissionsBoundary }));
    expect(await refusalOf(put(ADMINISTRATOR))).toContain('iam:PutRolePermissionsBoundary');
    await put(BOUNDARY);
  });

  test('is the boundary that a role has, when its policies are changed', async () => {
    await root.send(newRole('with', BOUNDARY));
    await root.send(newRole('without'));
    const client = await identityClient(
      ['iam:PutRolePolicy', 'iam:AttachRolePolicy', 'iam:DeleteRolePermissionsBoundary'],
      BOUNDED,
    );
    const policy = { PolicyName: 'p', PolicyDocument: allow('s3:ListBucket', '*') };
    for (const RoleName of ['with', 'without']) {
      const calls = [
        client.send(new iam.PutRolePolicyCommand({ RoleName, ...policy })),
        client.send(new iam.AttachRolePolicyCommand({ RoleName, PolicyArn: BOUNDARY })),
      ];
      for (const call of calls) {
        if (RoleName === 'with') await call;
        else expect(await refusalOf(call)).toContain('AccessDenied');
      }
    }
  });

  test('is unknown to what AWS does not tell it: trust policies and groups', async () => {
    const client = await identityClient(['iam:UpdateAssumeRolePolicy', 'iam:PutGroupPolicy'], BOUNDED);
    await root.send(newRole('trusting', BOUNDARY));
    await root.send(new iam.CreateGroupCommand({ GroupName: 'group' }));
    const calls = [
      client.send(
        new iam.UpdateAssumeRolePolicyCommand({
          RoleName: 'trusting',
          PolicyDocument: AssumeRolePolicyDocument,
        }),
      ),
      client.send(
        new iam.PutGroupPolicyCommand({
          GroupName: 'group',
          PolicyName: 'p',
          PolicyDocument: allow('s3:ListBucket', '*'),
        }),
      ),
    ];
    for (const call of calls) expect(await refusalOf(call)).toContain('AccessDenied');
  });
});

test('a boundary that is put on binds, and one that is taken off does not', async () => {
  const client = await identityClient('iam:ListGroups');
  const UserName = `user${users}`;
  await client.send(new iam.ListGroupsCommand({}));
  await root.send(new iam.PutUserPermissionsBoundaryCommand({ UserName, PermissionsBoundary: BOUNDARY }));
  expect(await refusalOf(client.send(new iam.ListGroupsCommand({})))).toContain('AccessDenied');
  await root.send(new iam.DeleteUserPermissionsBoundaryCommand({ UserName }));
  await client.send(new iam.ListGroupsCommand({}));
});

test('iam:PolicyARN is the policy that is attached', async () => {
  await root.send(newRole('receiver'));
  const client = await identityClient('iam:AttachRolePolicy', { ArnEquals: { 'iam:PolicyARN': BOUNDARY } });
  const attach = (PolicyArn: string) =>
    client.send(new iam.AttachRolePolicyCommand({ RoleName: 'receiver', PolicyArn }));
  expect(await refusalOf(attach(ADMINISTRATOR))).toContain('iam:AttachRolePolicy');
  await attach(BOUNDARY);
});

describe('the resource of a call to IAM', () => {
  test('has the path of what exists, and of what is to be made', async () => {
    const within = `arn:aws:iam::${ACCOUNT}:role/app/*`;
    const client = await identityClient(
      ['iam:CreateRole', 'iam:GetRole', 'iam:DeleteRole'],
      undefined,
      within,
    );
    await root.send(newRole('beside'));
    await client.send(newRole('inside', undefined, '/app/'));
    await client.send(new iam.GetRoleCommand({ RoleName: 'inside' }));
    expect(await refusalOf(client.send(newRole('app', undefined, '/other/app/')))).toContain(
      'iam:CreateRole',
    );
    expect(await refusalOf(client.send(new iam.GetRoleCommand({ RoleName: 'beside' })))).toContain(
      `iam:GetRole on resource: arn:aws:iam::${ACCOUNT}:role/beside`,
    );
  });

  test('is the group, when somebody is put into one', async () => {
    await root.send(new iam.CreateGroupCommand({ GroupName: 'admins' }));
    await root.send(new iam.CreateUserCommand({ UserName: 'member' }));
    const ofUsers = await identityClient('iam:AddUserToGroup', undefined, `arn:aws:iam::${ACCOUNT}:user/*`);
    const add = new iam.AddUserToGroupCommand({ GroupName: 'admins', UserName: 'member' });
    expect(await refusalOf(ofUsers.send(add))).toContain(`on resource: arn:aws:iam::${ACCOUNT}:group/admins`);
  });

  test('is the URL of an identity provider', async () => {
    const arn = `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`;
    const client = await identityClient('iam:CreateOpenIDConnectProvider', undefined, arn);
    const create = (host: string) =>
      client.send(new iam.CreateOpenIDConnectProviderCommand({ Url: `https://${host}` }));
    expect(await refusalOf(create('tokens.example.com'))).toContain('oidc-provider/tokens.example.com');
    await create('token.actions.githubusercontent.com');
  });
});

describe('the tags of a stack', () => {
  const TemplateBody = JSON.stringify({ Resources: { Nothing: { Type: 'AWS::CDK::Metadata' } } });
  const changed = TemplateBody.replace('Nothing', 'Other');
  const Tags = [{ Key: 'owner', Value: 'us' }];
  const tagged = (kind: 'Request' | 'Resource', Action: string[]) => ({
    Effect: 'Allow',
    Action,
    Resource: '*',
    Condition: { StringEquals: { [`aws:${kind}Tag/owner`]: 'us' } },
  });
  let client: CloudFormationClient;

  beforeAll(async () => {
    const user = await somebody(
      tagged('Request', ['cloudformation:CreateStack', 'cloudformation:CreateChangeSet']),
      tagged('Resource', [
        'cloudformation:DeleteStack',
        'cloudformation:ExecuteChangeSet',
        'cloudformation:UpdateStack',
      ]),
    );
    client = new CloudFormationClient(account.sdk(user));
    const owner = new CloudFormationClient(account.sdk());
    await owner.send(new CreateStackCommand({ StackName: 'Theirs', TemplateBody }));
    await waitUntilStackCreateComplete(
      { client: owner, maxWaitTime: 20, minDelay: 1 },
      { StackName: 'Theirs' },
    );
  });

  test('decide who may create it', async () => {
    const create = (tags?: typeof Tags) =>
      client.send(new CreateStackCommand({ StackName: 'Ours', TemplateBody, Tags: tags }));
    expect(await refusalOf(create())).toContain('cloudformation:CreateStack');
    expect(await refusalOf(create([{ Key: 'owner', Value: 'them' }]))).toContain(
      'cloudformation:CreateStack',
    );
    expect((await create(Tags)).StackId).toContain('stack/Ours/');
  });

  test('decide who may change and delete it; those of the request do not help', async () => {
    const StackName = 'Theirs';
    const calls = [
      client.send(new UpdateStackCommand({ StackName, TemplateBody: changed, Tags })),
      client.send(new DeleteStackCommand({ StackName })),
    ];
    for (const call of calls) {
      expect(await refusalOf(call)).toContain(`arn:aws:cloudformation:eu-west-1:${ACCOUNT}:stack/Theirs/`);
    }
    // A change set can be proposed with the tag, and is never executed: the stack has no tag yet.
    const { Id } = await client.send(
      new CreateChangeSetCommand({ StackName, ChangeSetName: 'set', TemplateBody: changed, Tags }),
    );
    expect(await refusalOf(client.send(new ExecuteChangeSetCommand({ ChangeSetName: Id })))).toContain(
      'cloudformation:ExecuteChangeSet',
    );
  });
});

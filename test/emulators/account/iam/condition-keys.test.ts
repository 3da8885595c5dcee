import * as cloudFormation from '@aws-sdk/client-cloudformation';
import * as iam from '@aws-sdk/client-iam';
import { Credentials, LocalAccount } from '../../../../emulators/account/local-account';
import { createUser } from '../../support/create-user';
import { allow, policyOf, trust } from '../support/policy';
import { outcomeOf, refusalOf } from '../support/refusal-of';
import { ACCOUNT, openAccount, START_TIMEOUT } from '../support/open-account';

const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';
const BOUNDARY = `arn:aws:iam::${ACCOUNT}:policy/ceiling`;
const BOUNDED = { StringEquals: { 'iam:PermissionsBoundary': BOUNDARY } };
const AssumeRolePolicyDocument = JSON.stringify(trust({ Service: 'codebuild.amazonaws.com' }));

let account: LocalAccount;
let root: iam.IAMClient;

beforeAll(async () => {
  account = await openAccount();
  root = new iam.IAMClient(account.sdk());
  const PolicyDocument = allow('s3:ListBucket', '*');
  await root.send(new iam.CreatePolicyCommand({ PolicyName: 'ceiling', PolicyDocument }));
}, START_TIMEOUT);
afterAll(() => account.stop());

let users = 0;

/** Creates a user with these statements and nothing else. */
function createUserWith(...statements: object[]): Promise<Credentials> {
  return createUser(account, `user${++users}`, JSON.stringify(policyOf(...statements)));
}

async function identityClient(Action: string | string[], Condition?: object, Resource = '*') {
  const user = await createUserWith({ Effect: 'Allow', Action, Resource, Condition });
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
      [
        'iam:AttachRolePolicy',
        'iam:DeleteRolePermissionsBoundary',
        'iam:DeleteRolePolicy',
        'iam:DetachRolePolicy',
        'iam:PutRolePolicy',
      ],
      BOUNDED,
    );
    const PolicyName = 'p';
    const PolicyDocument = allow('s3:ListBucket', '*');
    const commands = (RoleName: string) => [
      new iam.PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }),
      new iam.AttachRolePolicyCommand({ RoleName, PolicyArn: BOUNDARY }),
      new iam.DetachRolePolicyCommand({ RoleName, PolicyArn: BOUNDARY }),
      new iam.DeleteRolePolicyCommand({ RoleName, PolicyName }),
      new iam.DeleteRolePermissionsBoundaryCommand({ RoleName }),
    ];
    for (const command of commands('with')) await client.send(command as iam.PutRolePolicyCommand);
    for (const command of commands('without')) {
      expect(await refusalOf(client.send(command as iam.PutRolePolicyCommand))).toContain('AccessDenied');
    }
  });

  test('is the boundary that a user gets or has', async () => {
    const client = await identityClient(
      ['iam:AttachUserPolicy', 'iam:CreateUser', 'iam:DeleteUserPolicy', 'iam:PutUserPolicy'],
      BOUNDED,
    );
    const create = (UserName: string, PermissionsBoundary?: string) =>
      new iam.CreateUserCommand({ UserName, PermissionsBoundary });
    expect(await refusalOf(client.send(create('unbounded')))).toContain('iam:CreateUser');
    await client.send(create('bounded', BOUNDARY));
    await root.send(create('unbounded'));
    const inline = { PolicyName: 'p', PolicyDocument: allow('s3:ListBucket', '*') };
    const attach = (UserName: string) =>
      client.send(new iam.AttachUserPolicyCommand({ UserName, PolicyArn: BOUNDARY }));
    const put = (UserName: string) => client.send(new iam.PutUserPolicyCommand({ UserName, ...inline }));
    await Promise.all([attach('bounded'), put('bounded')]);
    expect(await refusalOf(attach('unbounded'))).toContain('iam:AttachUserPolicy');
    expect(await refusalOf(put('unbounded'))).toContain('iam:PutUserPolicy');
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
    for (const refusal of await Promise.all(calls.map(refusalOf))) expect(refusal).toContain('AccessDenied');
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

  test('is the group, when a user is put into one', async () => {
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

describe('the tags of a role', () => {
  const Tags = [{ Key: 'owner', Value: 'us' }];
  const tagged = (kind: string) => ({ StringEquals: { [`${kind}Tag/owner`]: 'us' } });

  test('decide who may create it, and with which tags', async () => {
    const client = await identityClient(['iam:CreateRole', 'iam:TagRole'], {
      ...tagged('aws:Request'),
      'ForAllValues:StringEquals': { 'aws:TagKeys': ['owner', 'use'] },
    });
    const create = (...tags: iam.Tag[]) =>
      client.send(new iam.CreateRoleCommand({ RoleName: 'tagged', AssumeRolePolicyDocument, Tags: tags }));
    expect(await refusalOf(create())).toContain('iam:CreateRole');
    expect(await refusalOf(create({ Key: 'owner', Value: 'them' }))).toContain('iam:CreateRole');
    expect(await refusalOf(create(...Tags, { Key: 'other', Value: '' }))).toContain('iam:CreateRole');
    await create(...Tags, { Key: 'use', Value: '' });
  });

  test.each(['aws:Resource', 'iam:Resource'])('decide who may change it: %s', async (kind) => {
    const RoleName = `of-${kind.split(':')[0]}`;
    const PolicyDocument = AssumeRolePolicyDocument;
    await root.send(newRole(RoleName));
    const client = await identityClient('iam:UpdateAssumeRolePolicy', tagged(kind));
    const update = () => client.send(new iam.UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
    expect(await refusalOf(update())).toContain('iam:UpdateAssumeRolePolicy');
    await root.send(new iam.TagRoleCommand({ RoleName, Tags }));
    expect(await outcomeOf(update())).toBe('allowed');
  });

  test('are there without a value, too', async () => {
    const RoleName = 'marked';
    await root.send(newRole(RoleName));
    const client = await identityClient('iam:GetRole', { Null: { 'iam:ResourceTag/mark': 'false' } });
    const get = () => client.send(new iam.GetRoleCommand({ RoleName }));
    expect(await refusalOf(get())).toContain('iam:GetRole');
    await root.send(new iam.TagRoleCommand({ RoleName, Tags: [{ Key: 'mark', Value: '' }] }));
    expect(await outcomeOf(get())).toBe('allowed');
  });

  test('are those of the request, too, where CloudFormation creates it', async () => {
    const user = await createUserWith(
      { Effect: 'Allow', Action: ['cloudformation:*', 'iam:GetRole', 'iam:DeleteRole'], Resource: '*' },
      {
        Effect: 'Allow',
        Action: ['iam:CreateRole', 'iam:TagRole'],
        Resource: '*',
        Condition: tagged('aws:Request'),
      },
    );
    const Properties = { AssumeRolePolicyDocument: trust({ Service: 'codebuild.amazonaws.com' }), Tags };
    const StackName = 'TaggedRole';
    const client = new cloudFormation.CloudFormationClient(account.sdk(user));
    await client.send(
      new cloudFormation.CreateStackCommand({
        StackName,
        TemplateBody: JSON.stringify({ Resources: { Role: { Type: 'AWS::IAM::Role', Properties } } }),
        Capabilities: ['CAPABILITY_IAM'],
      }),
    );
    const created = await cloudFormation.waitUntilStackCreateComplete(
      { client, maxWaitTime: 20, minDelay: 1 },
      { StackName },
    );
    expect(created.state).toBe('SUCCESS');
  });
});

describe('a stack', () => {
  const TemplateBody = JSON.stringify({ Resources: { Nothing: { Type: 'AWS::CDK::Metadata' } } });
  const changed = TemplateBody.replace('Nothing', 'Other');
  const Tags = [{ Key: 'owner', Value: 'us' }];
  const arn = (rest: string) => `arn:aws:cloudformation:eu-west-1:${ACCOUNT}:stack/${rest}`;
  const tagged = (kind: 'Request' | 'Resource', Action: string[]) => ({
    Effect: 'Allow',
    Action,
    Resource: '*',
    Condition: { StringEquals: { [`aws:${kind}Tag/owner`]: 'us' } },
  });
  let client: cloudFormation.CloudFormationClient;
  let stackId: string;
  let changeSet: string;

  beforeAll(async () => {
    const user = await createUserWith(
      tagged('Request', ['cloudformation:CreateStack', 'cloudformation:CreateChangeSet']),
      tagged('Resource', [
        'cloudformation:DeleteStack',
        'cloudformation:ExecuteChangeSet',
        'cloudformation:UpdateStack',
      ]),
    );
    client = new cloudFormation.CloudFormationClient(account.sdk(user));
    const owner = new cloudFormation.CloudFormationClient(account.sdk());
    const StackName = 'Theirs';
    await owner.send(new cloudFormation.CreateStackCommand({ StackName, TemplateBody }));
    await cloudFormation.waitUntilStackCreateComplete(
      { client: owner, maxWaitTime: 20, minDelay: 1 },
      { StackName },
    );
    const { Id, StackId } = await owner.send(
      new cloudFormation.CreateChangeSetCommand({
        StackName,
        ChangeSetName: 'theirs',
        TemplateBody: changed,
      }),
    );
    stackId = StackId ?? '';
    changeSet = Id ?? '';
  });

  /** The resource on which an operation is refused to a user who may do nothing. */
  async function resourceOf(operation: string, input: object): Promise<string | undefined> {
    stranger ??= new cloudFormation.CloudFormationClient(
      account.sdk(await createUserWith({ Effect: 'Deny', Action: '*', Resource: '*' })),
    );
    const commands = cloudFormation as unknown as Record<
      string,
      new (input: object) => cloudFormation.ListStacksCommand
    >;
    const refusal = await refusalOf(stranger.send(new commands[`${operation}Command`](input)));
    return /on resource: (\S+)/.exec(refusal)?.[1];
  }
  let stranger: cloudFormation.CloudFormationClient | undefined;

  test.each([
    ['CancelUpdateStack', {}],
    ['ContinueUpdateRollback', {}],
    ['CreateChangeSet', { ChangeSetName: 'set' }],
    ['CreateStack', {}],
    ['DeleteStack', {}],
    ['DescribeEvents', {}],
    ['DescribeStackEvents', {}],
    ['DescribeStackResources', {}],
    ['DescribeStacks', {}],
    ['GetTemplate', {}],
    ['GetTemplateSummary', {}],
    ['ListChangeSets', {}],
    ['ListStackResources', {}],
    ['RollbackStack', {}],
    ['SetStackPolicy', {}],
    ['UpdateStack', {}],
    ['UpdateTerminationProtection', { EnableTerminationProtection: false }],
  ])('is what %s is decided on, by its name or its id', async (operation, input) => {
    expect(await resourceOf(operation, { ...input, StackName: 'Theirs' })).toBe(stackId);
    expect(await resourceOf(operation, { ...input, StackName: stackId })).toBe(stackId);
    expect(await resourceOf(operation, { ...input, StackName: 'None' })).toBe(arn('None/*'));
  });

  test.each(['DeleteChangeSet', 'DescribeChangeSet', 'ExecuteChangeSet'])(
    'is what %s is decided on, whatever stack is named besides the change set',
    async (operation) => {
      const ChangeSetName = 'theirs';
      expect(await resourceOf(operation, { ChangeSetName, StackName: 'Theirs' })).toBe(stackId);
      expect(await resourceOf(operation, { ChangeSetName, StackName: stackId })).toBe(stackId);
      expect(await resourceOf(operation, { ChangeSetName: changeSet })).toBe(stackId);
      expect(await resourceOf(operation, { ChangeSetName: changeSet, StackName: 'None' })).toBe(stackId);
    },
  );

  test.each(['DescribeStacks', 'ListStacks'])('is any stack where %s names none', async (operation) => {
    expect(await resourceOf(operation, {})).toBe(arn('*/*'));
  });

  test('is created by those who may with its tags', async () => {
    const create = (tags?: typeof Tags) =>
      client.send(new cloudFormation.CreateStackCommand({ StackName: 'Ours', TemplateBody, Tags: tags }));
    expect(await refusalOf(create())).toContain(`cloudformation:CreateStack on resource: ${arn('Ours/*')}`);
    expect(await refusalOf(create([{ Key: 'owner', Value: 'them' }]))).toContain(
      'cloudformation:CreateStack',
    );
    expect((await create(Tags)).StackId).toContain('stack/Ours/');
    // Whoever has created it so may delete it again, without naming the tags.
    await client.send(new cloudFormation.DeleteStackCommand({ StackName: 'Ours' }));
  });

  test('is changed and deleted by those who may with the tags that it has, not with those of the request', async () => {
    const StackName = 'Theirs';
    const calls = [
      client.send(new cloudFormation.UpdateStackCommand({ StackName, TemplateBody: changed, Tags })),
      client.send(new cloudFormation.DeleteStackCommand({ StackName })),
    ];
    for (const refusal of await Promise.all(calls.map(refusalOf))) expect(refusal).toContain(stackId);
    // A change set can be proposed with the tag, and is never executed: the stack has no tag yet.
    const { Id } = await client.send(
      new cloudFormation.CreateChangeSetCommand({
        StackName,
        ChangeSetName: 'set',
        TemplateBody: changed,
        Tags,
      }),
    );
    const execute = new cloudFormation.ExecuteChangeSetCommand({ ChangeSetName: Id });
    expect(await refusalOf(client.send(execute))).toContain('cloudformation:ExecuteChangeSet');
  });

  test('has the service role of the request as cloudformation:RoleArn', async () => {
    const role = async (RoleName: string) => {
      const AssumeRolePolicyDocument = JSON.stringify(trust({ Service: 'cloudformation.amazonaws.com' }));
      const { Role } = await root.send(new iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
      return Role?.Arn;
    };
    const [own, other] = [await role('own-service-role'), await role('other-service-role')];
    const user = await createUserWith(
      { Effect: 'Allow', Action: 'iam:PassRole', Resource: '*' },
      {
        Effect: 'Allow',
        Action: 'cloudformation:CreateStack',
        Resource: '*',
        Condition: { ArnEquals: { 'cloudformation:RoleArn': own } },
      },
    );
    const create = (RoleARN?: string) =>
      new cloudFormation.CloudFormationClient(account.sdk(user)).send(
        new cloudFormation.CreateStackCommand({ StackName: 'UnderARole', TemplateBody, RoleARN }),
      );
    expect(await refusalOf(create())).toContain('cloudformation:CreateStack');
    expect(await refusalOf(create(other))).toContain('cloudformation:CreateStack');
    expect((await create(own)).StackId).toContain('stack/UnderARole/');
  });
});

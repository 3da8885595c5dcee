import { CreatePolicyCommand, CreateRoleCommand, GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { LocalAccount } from '../../../../emulators/account/local-account';
import { CodePipelineStub } from '../codepipeline/code-pipeline-stub';
import { CREATE, DELETE, roleTemplate, stackUnder } from './execution-role';
import { policyOf, trust } from '../support/policy';
import { ACCOUNT, openAccount, START_TIMEOUT } from '../support/open-account';

const HARMLESS = `arn:aws:iam::${ACCOUNT}:policy/harmless`;
const CEILING = `arn:aws:iam::${ACCOUNT}:policy/ceiling`;
const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';
const PolicyDocument = policyOf({ Effect: 'Allow', Action: 'ecr:PutImage', Resource: '*' });

let stub: CodePipelineStub;
let account: LocalAccount;
let iam: IAMClient;

beforeAll(async () => {
  stub = await CodePipelineStub.listen();
  stub.answers = { CreatePipeline: { pipeline: { name: 'own', version: 1 } } };
  account = await openAccount(stub);
  iam = new IAMClient(account.sdk());
  for (const PolicyName of ['harmless', 'ceiling']) {
    await iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument: JSON.stringify(PolicyDocument) }));
  }
}, START_TIMEOUT);
afterAll(async () => {
  await account.stop();
  stub.close();
});

const withPolicies = (...ManagedPolicyArns: string[]) => roleTemplate({ ManagedPolicyArns });

describe('a list', () => {
  const attach = {
    Action: 'iam:AttachRolePolicy',
    Condition: { ArnEquals: { 'iam:PolicyARN': [HARMLESS, CEILING] } },
  };

  test('is decided on element by element, also where they are condition keys', async () => {
    const { stack, create } = await stackUnder(account, { Action: [...CREATE, ...DELETE] }, attach);
    expect(await create(withPolicies(HARMLESS, ADMINISTRATOR))).toBe('ROLLBACK_COMPLETE');
    expect(await stack.failures()).toContain('not authorized to perform: iam:AttachRolePolicy ');
    const other = await stackUnder(account, { Action: CREATE }, attach);
    expect(await other.create(withPolicies(HARMLESS, CEILING))).toBe('CREATE_COMPLETE');
  });

  test('that loses an element needs the permission to remove it, and no other', async () => {
    const { stack, create, mayNow } = await stackUnder(account, { Action: CREATE }, attach);
    await create(withPolicies(HARMLESS, CEILING));
    expect(await stack.update(withPolicies(HARMLESS))).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await stack.failures()).toContain('not authorized to perform: iam:DetachRolePolicy ');
    await mayNow({
      Action: 'iam:DetachRolePolicy',
      Condition: { ArnEquals: { 'iam:PolicyARN': CEILING } },
    });
    expect(await stack.update(withPolicies(HARMLESS))).toBe('UPDATE_COMPLETE');
  });

  test('of roles asks for each of them by its path: who gets a policy, and who loses it', async () => {
    const arn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/own/${name}`;
    for (const RoleName of ['loser', 'winner']) {
      const AssumeRolePolicyDocument = JSON.stringify(trust({ Service: 'codebuild.amazonaws.com' }));
      await iam.send(new CreateRoleCommand({ RoleName, Path: '/own/', AssumeRolePolicyDocument }));
    }
    const template = (...Roles: string[]) => ({
      Resources: {
        Policy: { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'p', PolicyDocument, Roles } },
      },
    });
    const put = {
      Action: ['iam:PutRolePolicy', 'iam:GetRolePolicy'],
      Resource: [arn('loser'), arn('winner')],
    };
    const { stack, create, mayNow } = await stackUnder(account, put);
    expect(await create(template('loser'))).toBe('CREATE_COMPLETE');
    expect(await stack.update(template('winner'))).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await stack.failures()).toContain(
      `not authorized to perform: iam:DeleteRolePolicy on resource: ${arn('loser')} `,
    );
    await mayNow(put, { Action: 'iam:DeleteRolePolicy', Resource: arn('loser') });
    expect(await stack.update(template('winner'))).toBe('UPDATE_COMPLETE');
  });
});

describe('tags', () => {
  const tagged = (...keys: string[]) => roleTemplate({ Tags: keys.map((Key) => ({ Key, Value: 'v' })) });

  test('need the permission to tag, or to untag, by their keys', async () => {
    const withKeys = (Action: string, ...keys: string[]) => ({
      Action,
      Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': keys } },
    });
    const tag = withKeys('iam:TagRole', 'one', 'two');
    const { stack, create, mayNow } = await stackUnder(account, { Action: CREATE }, tag);
    expect(await create(tagged('one', 'two'))).toBe('CREATE_COMPLETE');
    expect(await stack.update(tagged('one', 'two', 'three'))).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await stack.failures()).toContain('not authorized to perform: iam:TagRole ');
    await mayNow(withKeys('iam:UntagRole', 'one'));
    expect(await stack.update(tagged('one'))).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await stack.failures()).toContain('not authorized to perform: iam:UntagRole ');
    await mayNow(withKeys('iam:UntagRole', 'two'));
    expect(await stack.update(tagged('one'))).toBe('UPDATE_COMPLETE');
  });

  test('of the stack are those of its resources', async () => {
    const { stack, create } = await stackUnder(account, { Action: [...CREATE, ...DELETE] });
    stack.tags = [{ Key: 'team', Value: 'images' }];
    expect(await create(roleTemplate())).toBe('ROLLBACK_COMPLETE');
    expect(await stack.failures()).toContain('not authorized to perform: iam:TagRole ');
  });
});

describe('a new role', () => {
  test('has its boundary when its own policies are decided on', async () => {
    const Condition = { StringEquals: { 'iam:PermissionsBoundary': CEILING } };
    const grants = [
      { Action: [...CREATE, ...DELETE, 'iam:GetRolePolicy'] },
      { Action: 'iam:PutRolePolicy', Condition },
    ];
    const Policies = [{ PolicyName: 'inline', PolicyDocument }];
    const bounded = await stackUnder(account, ...grants);
    const template = roleTemplate({ PermissionsBoundary: CEILING, Policies });
    expect(await bounded.create(template)).toBe('CREATE_COMPLETE');
    const unbounded = await stackUnder(account, ...grants);
    expect(await unbounded.create(roleTemplate({ Policies }))).toBe('ROLLBACK_COMPLETE');
    expect(await unbounded.stack.failures()).toContain('not authorized to perform: iam:PutRolePolicy ');
  });

  test('is asked for by any path, whatever is written in it', async () => {
    const { stack, create } = await stackUnder(account, {
      Action: [...CREATE, ...DELETE],
      Resource: 'arn:own',
    });
    const template = roleTemplate({ Path: '/${Nothing}/', RoleName: 'braces' });
    expect(await create(template)).toBe('ROLLBACK_COMPLETE');
    expect(await stack.failures()).toContain(`on resource: arn:aws:iam::${ACCOUNT}:role/\${Nothing}/braces `);
  });

  test('that takes the place of another asks for creation, and then for deletion of the other', async () => {
    const inPath = (path: string) => ({
      Action: CREATE,
      Resource: `arn:aws:iam::${ACCOUNT}:role/${path}/*`,
    });
    const template = (Path: string, RoleName: string) => roleTemplate({ Path, RoleName });
    const { stack, create, mayNow } = await stackUnder(account, inPath('one'));
    expect(await create(template('/one/', 'first'))).toBe('CREATE_COMPLETE');
    expect(await stack.update(template('/two/', 'second'))).toBe('UPDATE_ROLLBACK_COMPLETE');
    await mayNow(inPath('two'));
    expect(await stack.update(template('/two/', 'second'))).toBe('UPDATE_COMPLETE');
    expect(await stack.failures()).toContain(
      `iam:DeleteRole on resource: arn:aws:iam::${ACCOUNT}:role/one/first `,
    );
    expect((await iam.send(new GetRoleCommand({ RoleName: 'first' }))).Role?.Path).toBe('/one/');
  });
});

test('a parameter is asked for by its name with a slash', async () => {
  const Properties = { Name: 'plain', Type: 'String', Value: 'v' };
  const { create } = await stackUnder(account, {
    Action: ['ssm:PutParameter', 'ssm:GetParameters', 'ssm:AddTagsToResource'],
    Resource: `arn:aws:ssm:eu-west-1:${ACCOUNT}:parameter/plain`,
  });
  const Resources = { Parameter: { Type: 'AWS::SSM::Parameter', Properties } };
  expect(await create({ Resources })).toBe('CREATE_COMPLETE');
});

describe('a pipeline', () => {
  const role = `arn:aws:iam::${ACCOUNT}:role/pipeline`;
  const connection = `arn:aws:codeconnections:eu-west-1:${ACCOUNT}:connection/one`;
  const Configuration = { ConnectionArn: connection };
  const Stages = [{ Name: 'Source', Actions: [{ Name: 'GitHub', Configuration }] }];
  const Properties = { Name: 'own', RoleArn: role, Stages };
  const template = { Resources: { Pipeline: { Type: 'AWS::CodePipeline::Pipeline', Properties } } };
  const others = { Action: ['codepipeline:*', 'iam:GetRole'] };
  const passTo = (service: string) => ({
    Action: 'iam:PassRole',
    Resource: role,
    Condition: { StringEquals: { 'iam:PassedToService': `${service}.amazonaws.com` } },
  });
  const passConnection = {
    Action: ['codeconnections:PassConnection', 'codestar-connections:PassConnection'],
    Resource: connection,
  };

  test('asks for its role to be passed to CodePipeline, which words the refusal', async () => {
    const { stack, create } = await stackUnder(account, others, passConnection, passTo('codebuild'));
    expect(await create(template)).toBe('ROLLBACK_COMPLETE');
    expect(await stack.failures()).toContain(
      `iam:PassRole on resource: ${role} because no identity-based policy allows the iam:PassRole action ` +
        '(Service: CodePipeline, Status Code: 400,',
    );
    expect(stub.calls).toEqual([]);
  });

  test('asks for the connections of its actions to be passed', async () => {
    const without = await stackUnder(account, others, passTo('codepipeline'));
    expect(await without.create(template)).toBe('ROLLBACK_COMPLETE');
    expect(await without.stack.failures()).toContain(`PassConnection on resource: ${connection} `);
    const { create } = await stackUnder(account, others, passTo('codepipeline'), passConnection);
    expect(await create(template)).toBe('CREATE_COMPLETE');
  });
});

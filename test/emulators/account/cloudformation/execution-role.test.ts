import { CreatePolicyCommand, CreateRoleCommand, GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { LocalAccount } from '../../../../emulators/account/local-account';
import { createUser } from '../../support/create-user';
import { CREATE, DELETE, executionRole, grant, roleTemplate } from './execution-role';
import { allow, policyOf, trust } from '../support/policy';
import { refusalOf } from '../support/refusal-of';
import { ACCOUNT, openAccount, START_TIMEOUT } from '../support/open-account';
import { Template, TestStack } from '../support/test-stack';

const BOUNDARY = `arn:aws:iam::${ACCOUNT}:policy/boundary`;
const BOUNDED = { StringEquals: { 'iam:PermissionsBoundary': BOUNDARY } };

let account: LocalAccount;
let iam: IAMClient;

beforeAll(async () => {
  account = await openAccount();
  iam = new IAMClient(account.sdk());
  const PolicyDocument = allow('ecr:PutImage', '*');
  await iam.send(new CreatePolicyCommand({ PolicyName: 'boundary', PolicyDocument }));
}, START_TIMEOUT);
afterAll(() => account.stop());

describe('a permission that the service role lacks', () => {
  test('fails the resource as AWS words it, and rolls the stack back', async () => {
    const role = await executionRole(iam, 'without-create', { Action: 'iam:GetRole' });
    const stack = new TestStack(account);
    const template = roleTemplate({ RoleName: 'never-made', Path: '/own/' });
    expect(await stack.create(template, role)).toBe('ROLLBACK_COMPLETE');
    expect(await stack.failures()).toMatch(
      new RegExp(
        `^Resource handler returned message: "User: arn:aws:sts::${ACCOUNT}:assumed-role/without-create/AWSCloudFormation ` +
          `is not authorized to perform: iam:CreateRole on resource: arn:aws:iam::${ACCOUNT}:role/own/never-made ` +
          'because no identity-based policy allows the iam:CreateRole action ' +
          '\\(Service: Iam, Status Code: 403, Request ID: [0-9a-f-]+\\)" ' +
          '\\(RequestToken: [0-9a-f-]+, HandlerErrorCode: AccessDenied\\)$',
      ),
    );
    expect(await refusalOf(iam.send(new GetRoleCommand({ RoleName: 'never-made' })))).toContain(
      'NoSuchEntity',
    );
  });

  test('is told apart from one that its own boundary takes away', async () => {
    const AssumeRolePolicyDocument = JSON.stringify(trust({ Service: 'cloudformation.amazonaws.com' }));
    const { Role } = await iam.send(
      new CreateRoleCommand({ RoleName: 'held', AssumeRolePolicyDocument, PermissionsBoundary: BOUNDARY }),
    );
    await grant(iam, 'held', { Action: '*' });
    const stack = new TestStack(account);
    expect(await stack.create(roleTemplate(), Role?.Arn)).toBe('ROLLBACK_COMPLETE');
    expect(await stack.failures()).toContain(
      'because no permissions boundary allows the iam:CreateRole action',
    );
  });

  test('fails a deletion', async () => {
    const role = await executionRole(iam, 'without-delete', { Action: CREATE });
    const stack = new TestStack(account);
    expect(await stack.create(roleTemplate(), role)).toBe('CREATE_COMPLETE');
    expect(await stack.delete()).toBe('DELETE_FAILED');
    expect(await stack.failures()).toContain('not authorized to perform: iam:DeleteRole ');
    await grant(iam, 'without-delete', { Action: DELETE });
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
  });
});

describe('a condition on the boundary', () => {
  const grants = [{ Action: 'iam:CreateRole', Condition: BOUNDED }, { Action: ['iam:GetRole', ...DELETE] }];

  test('refuses a role without it, or with another', async () => {
    const role = await executionRole(iam, 'conditioned', ...grants);
    for (const boundary of [undefined, 'arn:aws:iam::aws:policy/AdministratorAccess']) {
      const stack = new TestStack(account);
      const template = roleTemplate({ PermissionsBoundary: boundary });
      expect(await stack.create(template, role)).toBe('ROLLBACK_COMPLETE');
      expect(await stack.failures()).toContain('not authorized to perform: iam:CreateRole ');
    }
    const stack = new TestStack(account);
    const template = roleTemplate({ PermissionsBoundary: BOUNDARY });
    expect(await stack.create(template, role)).toBe('CREATE_COMPLETE');
  });

  test('holds for the policies of a role as well', async () => {
    const role = await executionRole(
      iam,
      'policy-maker',
      { Action: [...CREATE, ...DELETE, 'iam:GetRolePolicy'] },
      {
        Action: ['iam:PutRolePolicy', 'iam:DeleteRolePolicy'],
        Condition: BOUNDED,
      },
    );
    const withPolicy = (boundary?: string): Template => ({
      Resources: {
        ...roleTemplate({ PermissionsBoundary: boundary }).Resources,
        Policy: {
          Type: 'AWS::IAM::Policy',
          Properties: {
            PolicyName: 'p',
            Roles: [{ Ref: 'Made' }],
            PolicyDocument: policyOf({ Effect: 'Allow', Action: 'ecr:PutImage', Resource: '*' }),
          },
        },
      },
    });
    const stack = new TestStack(account);
    expect(await stack.create(withPolicy(), role)).toBe('ROLLBACK_COMPLETE');
    expect(await stack.failures()).toContain('not authorized to perform: iam:PutRolePolicy ');
    expect(await new TestStack(account).create(withPolicy(BOUNDARY), role)).toBe('CREATE_COMPLETE');
  });
});

describe('an update', () => {
  test('asks for what its changes need, and for nothing else', async () => {
    const role = await executionRole(iam, 'updater', { Action: CREATE });
    const stack = new TestStack(account);
    await stack.create(roleTemplate({ RoleName: 'updated', Description: 'one' }), role);
    const changed = roleTemplate({ RoleName: 'updated', Description: 'two' });
    expect(await stack.update(changed)).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await stack.failures()).toContain('not authorized to perform: iam:UpdateRole ');
    await grant(iam, 'updater', { Action: ['iam:UpdateRole', 'iam:UpdateRoleDescription'] });
    expect(await stack.update(changed)).toBe('UPDATE_COMPLETE');
  });

  test('takes no boundary off without the permission to', async () => {
    const role = await executionRole(iam, 'loosener', {
      Action: [...CREATE, 'iam:PutRolePermissionsBoundary'],
    });
    const stack = new TestStack(account);
    const bounded = roleTemplate({ RoleName: 'bounded', PermissionsBoundary: BOUNDARY });
    await stack.create(bounded, role);
    expect(await stack.update(roleTemplate({ RoleName: 'bounded' }))).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await stack.failures()).toContain('not authorized to perform: iam:DeleteRolePermissionsBoundary ');
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'bounded' }));
    expect(Role?.PermissionsBoundary?.PermissionsBoundaryArn).toBe(BOUNDARY);
  });
});

describe('whose permissions count', () => {
  const updated = roleTemplate({ Description: 'changed' });

  test('are those of the role that the stack was given last', async () => {
    const first = await executionRole(iam, 'first', { Action: CREATE });
    const second = await executionRole(iam, 'second', {
      Action: ['iam:UpdateRole', 'iam:UpdateRoleDescription'],
    });
    const stack = new TestStack(account);
    await stack.create(roleTemplate(), first);
    // Root could do it; the stack's own role can't.
    expect(await stack.update(updated)).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await stack.update(updated, second)).toBe('UPDATE_COMPLETE');
    expect(await stack.update(roleTemplate({ Description: 'again' }))).toBe('UPDATE_COMPLETE');
  });

  test("are the caller's, where the stack never had a role", async () => {
    const permissions = ['cloudformation:*', ...CREATE];
    const caller = await createUser(account, 'caller', allow(permissions, '*'));
    const stack = new TestStack(account, caller);
    expect(await stack.create(roleTemplate())).toBe('CREATE_COMPLETE');
    expect(await stack.update(updated)).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await stack.failures()).toContain(`User: arn:aws:iam::${ACCOUNT}:user/caller is not authorized`);
  });

  test('are told apart when two stacks are made at once', async () => {
    const may = await executionRole(iam, 'may', { Action: CREATE });
    const mayNot = await executionRole(iam, 'may-not', { Action: DELETE });
    const statuses = await Promise.all(
      [may, mayNot, may, mayNot].map((role) => new TestStack(account).create(roleTemplate(), role)),
    );
    expect(statuses).toEqual([
      'CREATE_COMPLETE',
      'ROLLBACK_COMPLETE',
      'CREATE_COMPLETE',
      'ROLLBACK_COMPLETE',
    ]);
  });
});

describe('what the reviewed table does not have', () => {
  test.each([
    ['a type', { Type: 'AWS::SQS::Queue' }, 'AWS::SQS::Queue'],
    ['a property', { Type: 'AWS::IAM::Group', Properties: { Colour: 'red' } }, 'Colour of AWS::IAM::Group'],
  ])('is refused: %s', async (_, resource, named) => {
    const role = await executionRole(iam, `reviewer-of-${resource.Type.split('::')[2]}`, { Action: '*' });
    const stack = new TestStack(account);
    expect(await stack.create({ Resources: { Unknown: resource } }, role)).toBe('ROLLBACK_COMPLETE');
    expect(await stack.failures()).toContain(`cloudformation-permissions.json does not know ${named}`);
  });
});

test('a parameter from Parameter Store is read under the same role', async () => {
  const Parameters = {
    Version: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk-bootstrap/slipway/version' },
  };
  const role = await executionRole(iam, 'reader', { Action: CREATE });
  const creation = new TestStack(account).create({ ...roleTemplate(), Parameters }, role);
  expect(await refusalOf(creation)).toContain(
    `not authorized to perform: ssm:GetParameters on resource: arn:aws:ssm:eu-west-1:${ACCOUNT}:parameter/cdk-bootstrap/slipway/version`,
  );
});

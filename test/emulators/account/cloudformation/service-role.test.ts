import {
  CloudFormationClient,
  CreateChangeSetCommand,
  ExecuteChangeSetCommand,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation';
import {
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  IAMClient,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { LocalAccount } from '../../../../emulators/account/local-account';
import { createUser } from '../../support/create-user';
import { CREATE, DELETE, executionRole, roleTemplate } from './execution-role';
import { allow, policyOf, trust } from '../support/policy';
import { refusalOf } from '../support/refusal-of';
import { ACCOUNT, openAccount, START_TIMEOUT } from '../support/open-account';
import { TestStack } from '../support/test-stack';

const Capabilities = ['CAPABILITY_NAMED_IAM' as const];
const TemplateBody = JSON.stringify(roleTemplate());

let account: LocalAccount;
let iam: IAMClient;
let root: CloudFormationClient;

beforeAll(async () => {
  account = await openAccount();
  iam = new IAMClient(account.sdk());
  root = new CloudFormationClient(account.sdk());
}, START_TIMEOUT);
afterAll(() => account.stop());

describe('the role of a stack', () => {
  test('is described with it, and used by callers who may not pass it', async () => {
    const role = await executionRole(iam, 'kept', { Action: [...CREATE, ...DELETE] });
    const stack = new TestStack(account);
    await stack.create(roleTemplate(), role);
    expect(await stack.role()).toBe(role);
    const manager = await createUser(account, 'manager', allow('cloudformation:*', '*'));
    expect(await stack.as(manager).delete()).toBe('DELETE_COMPLETE');
  });

  test('is that of the change set, once it is executed', async () => {
    const maker = await executionRole(iam, 'maker', { Action: CREATE });
    const names = { StackName: 'Proposed', ChangeSetName: 'set' };
    const propose = new CreateChangeSetCommand({
      ...names,
      ChangeSetType: 'CREATE',
      TemplateBody,
      Capabilities,
      RoleARN: maker,
    });
    await root.send(propose);
    const manager = await createUser(account, 'executor', allow('cloudformation:*', '*'));
    const client = new CloudFormationClient(account.sdk(manager));
    await client.send(new ExecuteChangeSetCommand(names));
    await waitUntilStackCreateComplete({ client: root, maxWaitTime: 10, minDelay: 1 }, names);
    const stack = new TestStack(account, undefined, 'Proposed');
    expect(await stack.role()).toBe(maker);
    expect(await stack.delete()).toBe('DELETE_FAILED');
  });

  test('is none where none was given', async () => {
    const stack = new TestStack(account);
    await stack.create(roleTemplate());
    expect(await stack.role()).toBeUndefined();
  });
});

async function remove(RoleName: string): Promise<void> {
  await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: 'own' }));
  await iam.send(new DeleteRoleCommand({ RoleName }));
}

async function estrange(RoleName: string): Promise<void> {
  const principals = { Service: 'codebuild.amazonaws.com', AWS: `arn:aws:iam::${ACCOUNT}:root` };
  const PolicyDocument = JSON.stringify(trust(principals));
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
}

test.each([
  ['deleted', remove],
  ['estranged', estrange],
])('a role of a stack that is %s is refused, until the stack is given another', async (name, lose) => {
  const role = await executionRole(iam, name, { Action: CREATE });
  const next = await executionRole(iam, `after-${name}`, { Action: DELETE });
  const stack = new TestStack(account);
  await stack.create(roleTemplate(), role);
  await lose(name);
  expect(await refusalOf(stack.delete())).toBe(
    `ValidationError: Role ${role} is invalid or cannot be assumed`,
  );
  expect(await stack.delete(next)).toBe('DELETE_COMPLETE');
});

test('a role may do what it is given while CloudFormation works under it', async () => {
  const role = await executionRole(iam, 'growing', { Action: ['iam:GetRolePolicy', 'iam:PutRolePolicy'] });
  const stack = new TestStack(account);
  const template = {
    Resources: {
      Policy: {
        Type: 'AWS::IAM::Policy',
        Properties: {
          PolicyName: 'wider',
          Roles: ['growing'],
          PolicyDocument: policyOf({ Effect: 'Allow', Action: 'iam:*', Resource: '*' }),
        },
      },
      Group: { Type: 'AWS::IAM::Group', DependsOn: 'Policy' },
    },
  };
  expect(await stack.create(template, role)).toBe('CREATE_COMPLETE');
});

test('a stack that was never given a role is deleted with the credentials of its caller', async () => {
  const stack = new TestStack(account);
  await stack.create(roleTemplate());
  const weak = await createUser(account, 'weak', allow('cloudformation:*', '*'));
  expect(await stack.as(weak).delete()).toBe('DELETE_FAILED');
  expect(await stack.failures()).toContain('user/weak is not authorized to perform: iam:DeleteRole ');
});

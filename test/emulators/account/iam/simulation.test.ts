import {
  AddUserToGroupCommand,
  AttachRolePolicyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutGroupPolicyCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  SimulateCustomPolicyCommand,
  SimulatePrincipalPolicyCommand,
  SimulatePrincipalPolicyCommandInput,
} from '@aws-sdk/client-iam';
import { LocalAccount } from '../../../../emulators/account/local-account';
import { allow, policyOf, trust } from '../support/policy';
import { refusalOf } from '../support/refusal-of';
import { ACCOUNT, openAccount, START_TIMEOUT } from '../support/open-account';

const ONE = `arn:aws:ecr:eu-west-1:${ACCOUNT}:repository/one`;
const TWO = `arn:aws:ecr:eu-west-1:${ACCOUNT}:repository/two`;
const AssumeRolePolicyDocument = JSON.stringify(trust({ Service: 'codebuild.amazonaws.com' }));

let account: LocalAccount;
let iam: IAMClient;

beforeAll(async () => {
  account = await openAccount();
  iam = new IAMClient(account.sdk());
  const Path = '/slipway/';
  await iam.send(new CreateGroupCommand({ GroupName: 'Developers', Path }));
  await iam.send(
    new PutGroupPolicyCommand({
      GroupName: 'Developers',
      PolicyName: 'read',
      PolicyDocument: JSON.stringify(
        policyOf(
          { Effect: 'Allow', Action: ['ecr:BatchGetImage', 'ecr:PutImage'], Resource: ONE },
          { Effect: 'Deny', Action: 'ecr:PutImage', Resource: '*' },
        ),
      ),
    }),
  );
  await iam.send(new CreateUserCommand({ UserName: 'developer', Path }));
  await iam.send(new AddUserToGroupCommand({ UserName: 'developer', GroupName: 'Developers' }));
  const { Policy } = await iam.send(
    new CreatePolicyCommand({ PolicyName: 'push', PolicyDocument: allow('ecr:*', ONE) }),
  );
  await iam.send(new CreateRoleCommand({ RoleName: 'push', Path, AssumeRolePolicyDocument }));
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'push', PolicyArn: Policy?.Arn }));
}, START_TIMEOUT);
afterAll(() => account.stop());

async function decisions(
  principal: string,
  ActionNames: string[],
  ResourceArns: string[],
  more: Partial<SimulatePrincipalPolicyCommandInput> = {},
) {
  const PolicySourceArn = `arn:aws:iam::${account.accountId}:${principal}`;
  const command = new SimulatePrincipalPolicyCommand({ PolicySourceArn, ActionNames, ResourceArns, ...more });
  const { EvaluationResults = [] } = await iam.send(command);
  return EvaluationResults.map(({ EvalActionName, EvalResourceName, EvalDecision }) => [
    EvalActionName,
    EvalResourceName?.split('/').at(-1),
    EvalDecision,
  ]);
}

test.each(['group/slipway/Developers', 'user/slipway/developer'])('decides for %s', async (principal) => {
  expect(await decisions(principal, ['ecr:BatchGetImage', 'ecr:PutImage', 'ecr:ListImages'], [ONE])).toEqual([
    ['ecr:BatchGetImage', 'one', 'allowed'],
    ['ecr:PutImage', 'one', 'explicitDeny'],
    ['ecr:ListImages', 'one', 'implicitDeny'],
  ]);
});

test('decides for a role with a path, on each resource', async () => {
  expect(await decisions('role/slipway/push', ['ecr:PutImage'], [ONE, TWO])).toEqual([
    ['ecr:PutImage', 'one', 'allowed'],
    ['ecr:PutImage', 'two', 'implicitDeny'],
  ]);
});

test('takes a permissions boundary into account', async () => {
  const { Policy } = await iam.send(
    new CreatePolicyCommand({ PolicyName: 'boundary', PolicyDocument: allow('ecr:PutImage', '*') }),
  );
  const RoleName = 'bounded';
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary: Policy?.Arn }));
  expect(await decisions('role/bounded', ['ecr:PutImage', 'ecr:ListImages'], [ONE])).toEqual([
    ['ecr:PutImage', 'one', 'allowed'],
    ['ecr:ListImages', 'one', 'implicitDeny'],
  ]);
  // The one that is asked about takes the place of the one that there is.
  const PermissionsBoundaryPolicyInputList = [allow('ecr:ListImages', '*')];
  const more = { PermissionsBoundaryPolicyInputList };
  expect(await decisions('role/bounded', ['ecr:PutImage', 'ecr:ListImages'], [ONE], more)).toEqual([
    ['ecr:PutImage', 'one', 'implicitDeny'],
    ['ecr:ListImages', 'one', 'allowed'],
  ]);
});

test('takes condition keys into account', async () => {
  const RoleName = 'conditional';
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  const PolicyDocument = allow('iam:CreateRole', '*', { StringEquals: { 'iam:PermissionsBoundary': 'own' } });
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'p', PolicyDocument }));
  const decide = async (boundary: string) => {
    const entry = {
      ContextKeyName: 'iam:permissionsboundary',
      ContextKeyType: 'string' as const,
      ContextKeyValues: [boundary],
    };
    const more = { ContextEntries: [entry] };
    const [[, , decision]] = await decisions('role/conditional', ['iam:CreateRole'], ['*'], more);
    return decision;
  };
  expect(await decide('own')).toBe('allowed');
  expect(await decide('another')).toBe('implicitDeny');
});

test.each(['group/Developers', 'role/slipway/none', 'policy/push'])('rejects %s', async (principal) => {
  expect(await refusalOf(decisions(principal, ['ecr:PutImage'], [ONE]))).toContain('NoSuchEntity');
});

describe('a policy that is attached to nothing', () => {
  async function decide(document: string, context: Record<string, string[]>, boundary?: string) {
    const { EvaluationResults = [] } = await iam.send(
      new SimulateCustomPolicyCommand({
        PolicyInputList: [document],
        PermissionsBoundaryPolicyInputList: boundary ? [boundary] : undefined,
        ActionNames: ['ecr:PutImage'],
        ResourceArns: [ONE, TWO],
        ContextEntries: Object.entries(context).map(([ContextKeyName, ContextKeyValues]) => ({
          ContextKeyName,
          ContextKeyType: 'stringList',
          ContextKeyValues,
        })),
      }),
    );
    return EvaluationResults.map(({ EvalDecision }) => EvalDecision);
  }

  test('is decided on every resource', async () => {
    expect(await decide(allow('ecr:*', TWO), {})).toEqual(['implicitDeny', 'allowed']);
  });

  test.each([
    ['StringEquals', { StringEquals: { 'iam:PassedToService': 'a' } }, { 'iam:PassedToService': ['a'] }],
    ['ArnEquals', { ArnEquals: { 'iam:PolicyARN': ONE } }, { 'iam:PolicyARN': [ONE] }],
    [
      'ForAnyValue:StringEquals',
      { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': ['alias/a'] } },
      { 'kms:ResourceAliases': ['alias/b', 'alias/a'] },
    ],
    ['Null', { Null: { 'kms:ResourceAliases': 'false' } }, { 'kms:ResourceAliases': ['alias/a'] }],
    ['Null of tags', { Null: { 'aws:TagKeys': 'false' } }, { 'aws:TagKeys': ['owner'] }],
    ['Bool', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }, { 'aws:MultiFactorAuthPresent': ['true'] }],
  ])('is decided under its conditions: %s', async (_, condition, context) => {
    const document = allow('ecr:*', ONE, condition);
    expect(await decide(document, context as Record<string, string[]>)).toEqual(['allowed', 'implicitDeny']);
    expect(await decide(document, {})).toEqual(['implicitDeny', 'implicitDeny']);
  });

  test('is decided under StringNotEquals, which a missing key fulfils', async () => {
    const document = allow('ecr:*', ONE, { StringNotEquals: { 'iam:PassedToService': ['a', 'b'] } });
    const passedTo = (service: string) => decide(document, { 'iam:PassedToService': [service] });
    expect(await passedTo('b')).toEqual(['implicitDeny', 'implicitDeny']);
    expect(await passedTo('c')).toEqual(['allowed', 'implicitDeny']);
    expect(await decide(document, {})).toEqual(['allowed', 'implicitDeny']);
  });

  test('is decided when a key is given twice', async () => {
    const document = allow('ecr:*', ONE, { StringEquals: { 'iam:PassedToService': 'b' } });
    const twice = { 'iam:PassedToService': ['a'], 'iam:passedtoservice': ['b'] };
    expect(await decide(document, twice)).toEqual(['allowed', 'implicitDeny']);
  });

  test('is decided within a boundary', async () => {
    expect(await decide(allow('*', '*'), {}, allow('ecr:PutImage', ONE))).toEqual([
      'allowed',
      'implicitDeny',
    ]);
  });
});

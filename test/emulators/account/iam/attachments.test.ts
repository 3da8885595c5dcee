import {
  AttachGroupPolicyCommand,
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateGroupCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteGroupCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import { LocalAccount } from '../../../../emulators/account/local-account';
import { trust } from '../support/policy';
import { refusalOf } from '../support/refusal-of';
import { ACCOUNT, openAccount, START_TIMEOUT } from '../support/open-account';
import { TestStack } from '../support/test-stack';

const AssumeRolePolicyDocument = trust({ Service: 'codebuild.amazonaws.com' });

let account: LocalAccount;
let iam: IAMClient;

beforeAll(async () => {
  account = await openAccount();
  iam = new IAMClient(account.sdk());
  const trustPolicy = JSON.stringify(AssumeRolePolicyDocument);
  await iam.send(new CreateRoleCommand({ RoleName: 'role', AssumeRolePolicyDocument: trustPolicy }));
  await iam.send(new CreateGroupCommand({ GroupName: 'group' }));
  await iam.send(new CreateUserCommand({ UserName: 'user' }));
}, START_TIMEOUT);
afterAll(() => account.stop());

test('a managed policy can be attached only if it exists', async () => {
  const own = `arn:aws:iam::${ACCOUNT}:policy/none`;
  const ofAws = 'arn:aws:iam::aws:policy/None';
  for (const PolicyArn of [own, ofAws]) {
    const words = `NoSuchEntityException: Policy ${PolicyArn} does not exist or is not attachable.`;
    const toRole = iam.send(new AttachRolePolicyCommand({ RoleName: 'role', PolicyArn }));
    const toGroup = iam.send(new AttachGroupPolicyCommand({ GroupName: 'group', PolicyArn }));
    const toUser = iam.send(new AttachUserPolicyCommand({ UserName: 'user', PolicyArn }));
    expect(await Promise.all([toRole, toGroup, toUser].map(refusalOf))).toEqual([words, words, words]);
  }
});

test.each([
  ['AWS::IAM::Role', { AssumeRolePolicyDocument }],
  ['AWS::IAM::Group', {}],
  ['AWS::IAM::User', {}],
])('a managed policy can be attached to an %s only if it exists', async (Type, properties) => {
  const ManagedPolicyArns = ['arn:aws:iam::aws:policy/None'];
  const stack = new TestStack(account);
  const status = await stack.create({
    Resources: { Identity: { Type, Properties: { ...properties, ManagedPolicyArns } } },
  });
  expect(status).toBe('ROLLBACK_COMPLETE');
  expect(await stack.failures()).toContain('Policy arn:aws:iam::aws:policy/None does not exist');
});

test.each([
  ['AWS::IAM::Role', { AssumeRolePolicyDocument }],
  ['AWS::IAM::User', {}],
])('an %s can have a permissions boundary only if it exists', async (Type, properties) => {
  const stack = new TestStack(account);
  const template = (PermissionsBoundary: string) => ({
    Resources: { Identity: { Type, Properties: { ...properties, PermissionsBoundary } } },
  });
  expect(await stack.create(template('arn:aws:iam::aws:policy/AdministratorAccess'))).toBe('CREATE_COMPLETE');
  expect(await stack.update(template(`arn:aws:iam::${ACCOUNT}:policy/none`))).toBe(
    'UPDATE_ROLLBACK_COMPLETE',
  );
  expect(await stack.failures()).toContain(
    `Scope ARN: arn:aws:iam::${ACCOUNT}:policy/none does not exist or is not attachable.`,
  );
});

test('a group cannot be deleted while it has policies', async () => {
  await iam.send(new CreateGroupCommand({ GroupName: 'busy' }));
  const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
  await iam.send(new AttachGroupPolicyCommand({ GroupName: 'busy', PolicyArn }));
  const remove = iam.send(new DeleteGroupCommand({ GroupName: 'busy' }));
  expect(await refusalOf(remove)).toContain('Cannot delete entity, must detach all policies first.');
});

import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  ListGroupsCommand,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { LocalAccount } from '../../../../emulators/account/local-account';
import { policyOf, policyOfSize, trust } from '../support/policy';
import { refusalOf } from '../support/refusal-of';
import { openAccount, START_TIMEOUT } from '../support/open-account';
import { TestStack } from '../support/test-stack';

// It fills the account with 300 groups.
jest.setTimeout(30_000);

let account: LocalAccount;
let iam: IAMClient;

beforeAll(async () => {
  account = await openAccount();
  // The SDK takes an exceeded limit for one that passes.
  iam = new IAMClient({ ...account.sdk(), maxAttempts: 1 });
  await iam.send(new CreateUserCommand({ UserName: 'user' }));
  await iam.send(new CreateGroupCommand({ GroupName: 'group' }));
  await iam.send(new CreateRoleCommand({ RoleName: 'role', AssumeRolePolicyDocument: trustOfSize(200) }));
}, START_TIMEOUT);
afterAll(() => account.stop());

function trustOfSize(characters: number): string {
  const document = (Sid: string) =>
    JSON.stringify(policyOf({ Sid, Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }));
  return document('x'.repeat(characters - document('').length));
}

describe('a managed policy', () => {
  const WORDS = 'Cannot exceed quota for PolicySize: 6144';
  const create = (PolicyName: string, size: number) =>
    iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument: policyOfSize(size) }));

  test('has at most 6,144 characters, white space not counted', async () => {
    expect(await refusalOf(create('large', 6145))).toBe(`LimitExceededException: ${WORDS}`);
    const { Policy } = await create('full', 6144);
    const spaced = JSON.stringify(JSON.parse(policyOfSize(6144)), undefined, 8);
    const version = (PolicyDocument: string) =>
      iam.send(new CreatePolicyVersionCommand({ PolicyArn: Policy?.Arn, PolicyDocument }));
    await expect(version(spaced)).resolves.toBeDefined();
    expect(await refusalOf(version(policyOfSize(6145)))).toContain(WORDS);
  });

  test('has no more in CloudFormation either', async () => {
    const template = (size: number) => ({
      Resources: {
        Policy: {
          Type: 'AWS::IAM::ManagedPolicy',
          Properties: { PolicyDocument: JSON.parse(policyOfSize(size)) as object },
        },
      },
    });
    const stack = new TestStack(account);
    expect(await stack.create(template(6144))).toBe('CREATE_COMPLETE');
    expect(await stack.update(template(6145))).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await stack.failures()).toContain(WORDS);
  });
});

describe('inline policies', () => {
  const put = {
    role: (PolicyName: string, PolicyDocument: string) =>
      iam.send(new PutRolePolicyCommand({ RoleName: 'role', PolicyName, PolicyDocument })),
    group: (PolicyName: string, PolicyDocument: string) =>
      iam.send(new PutGroupPolicyCommand({ GroupName: 'group', PolicyName, PolicyDocument })),
    user: (PolicyName: string, PolicyDocument: string) =>
      iam.send(new PutUserPolicyCommand({ UserName: 'user', PolicyName, PolicyDocument })),
  };

  test.each([
    ['role', 10_240],
    ['group', 5_120],
    ['user', 2_048],
  ] as const)('of a %s have at most %i characters together', async (kind, most) => {
    const words = `LimitExceededException: Maximum policy size of ${most} bytes exceeded for ${kind} ${kind}`;
    expect(await refusalOf(put[kind]('large', policyOfSize(most + 1)))).toBe(words);
    await put[kind]('one', policyOfSize(most - 200));
    expect(await refusalOf(put[kind]('two', policyOfSize(201)))).toBe(words);
    await expect(put[kind]('two', policyOfSize(200))).resolves.toBeDefined();
    await expect(put[kind]('one', policyOfSize(200))).resolves.toBeDefined();
  });

  test('have no more in CloudFormation either', async () => {
    await iam.send(new CreateGroupCommand({ GroupName: 'other' }));
    const PolicyDocument = JSON.parse(policyOfSize(5121)) as object;
    const stack = new TestStack(account);
    const status = await stack.create({
      Resources: {
        Policy: {
          Type: 'AWS::IAM::Policy',
          Properties: { PolicyName: 'large', Groups: ['other'], PolicyDocument },
        },
      },
    });
    expect(status).toBe('ROLLBACK_COMPLETE');
    expect(await stack.failures()).toContain('Maximum policy size of 5120 bytes exceeded for group other');
  });

  test('of a role in its own properties have no more either', async () => {
    const Policies = [{ PolicyName: 'large', PolicyDocument: JSON.parse(policyOfSize(10_241)) as object }];
    const AssumeRolePolicyDocument = trust({ Service: 'codebuild.amazonaws.com' });
    const stack = new TestStack(account);
    const Role = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument, Policies } };
    expect(await stack.create({ Resources: { Role } })).toBe('ROLLBACK_COMPLETE');
    expect(await stack.failures()).toContain('Maximum policy size of 10240 bytes exceeded');
  });
});

describe('a trust policy', () => {
  const WORDS = 'Cannot exceed quota for ACLSizePerRole: 2048';

  test('has at most 2,048 characters', async () => {
    const create = (RoleName: string, size: number) =>
      iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trustOfSize(size) }));
    const update = (size: number) =>
      iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'full', PolicyDocument: trustOfSize(size) }));
    expect(await refusalOf(create('large', 2049))).toBe(`LimitExceededException: ${WORDS}`);
    await create('full', 2048);
    expect(await refusalOf(update(2049))).toBe(`LimitExceededException: ${WORDS}`);
    await expect(update(2048)).resolves.toBeDefined();
  });

  test('has no more in CloudFormation either', async () => {
    const stack = new TestStack(account);
    const AssumeRolePolicyDocument = JSON.parse(trustOfSize(2049)) as object;
    const Role = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument } };
    expect(await stack.create({ Resources: { Role } })).toBe('ROLLBACK_COMPLETE');
    expect(await stack.failures()).toContain(WORDS);
  });
});

describe('a group', () => {
  test('is one of at most 10 of a user', async () => {
    const join = (GroupName: string) => iam.send(new AddUserToGroupCommand({ UserName: 'user', GroupName }));
    for (let index = 1; index <= 11; index++) {
      await iam.send(new CreateGroupCommand({ GroupName: `group${index}` }));
    }
    for (let index = 1; index <= 10; index++) await join(`group${index}`);
    await expect(join('group10')).resolves.toBeDefined();
    expect(await refusalOf(join('group11'))).toBe(
      'LimitExceededException: Cannot exceed quota for GroupsPerUser: 10',
    );
  });

  test('is one of at most 10 of a user in CloudFormation, too', async () => {
    const names = Array.from({ length: 11 }, (_, index) => `Group${index}`);
    const groups = Object.fromEntries(names.map((name) => [name, { Type: 'AWS::IAM::Group' }]));
    const template = (Groups: string[]) => ({
      Resources: {
        ...groups,
        User: { Type: 'AWS::IAM::User', Properties: { Groups: Groups.map((Ref) => ({ Ref })) } },
      },
    });
    const stack = new TestStack(account);
    expect(await stack.create(template(names.slice(1)))).toBe('CREATE_COMPLETE');
    expect(await stack.update(template(names))).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await stack.failures()).toContain('Cannot exceed quota for GroupsPerUser: 10');
  });

  test('has at most 10 managed policies', async () => {
    const GroupName = 'of-policies';
    await iam.send(new CreateGroupCommand({ GroupName }));
    const attach = async (index: number) => {
      const PolicyDocument = policyOfSize(200);
      const made = await iam.send(
        new CreatePolicyCommand({ PolicyName: `of-group-${index}`, PolicyDocument }),
      );
      return iam.send(new AttachGroupPolicyCommand({ GroupName, PolicyArn: made.Policy?.Arn }));
    };
    for (let index = 1; index <= 10; index++) await attach(index);
    expect(await refusalOf(attach(11))).toBe(
      'LimitExceededException: Cannot exceed quota for PoliciesPerGroup: 10',
    );
  });

  test('has no more of them in CloudFormation either', async () => {
    const policy = {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: { PolicyDocument: JSON.parse(policyOfSize(200)) as object, Groups: [{ Ref: 'Group' }] },
    };
    const template = (count: number) => ({
      Resources: {
        Group: { Type: 'AWS::IAM::Group' },
        ...Object.fromEntries(Array.from({ length: count }, (_, index) => [`Policy${index}`, policy])),
      },
    });
    const stack = new TestStack(account);
    expect(await stack.create(template(10))).toBe('CREATE_COMPLETE');
    expect(await stack.update(template(11))).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await stack.failures()).toContain('Cannot exceed quota for PoliciesPerGroup: 10');
  });

  // The last one: it fills the account.
  test('is one of at most 300 of an account, in CloudFormation too', async () => {
    const refusals: string[] = [];
    for (let index = 0; index < 300; index++) {
      const created = iam.send(new CreateGroupCommand({ GroupName: `many${index}` }));
      await created.catch((error: Error) => refusals.push(`${error.name}: ${error.message}`));
    }
    const { Groups = [] } = await iam.send(new ListGroupsCommand({ MaxItems: 1000 }));
    expect(Groups).toHaveLength(300);
    expect(new Set(refusals)).toEqual(
      new Set(['LimitExceededException: Cannot exceed quota for GroupsPerAccount: 300']),
    );
    const stack = new TestStack(account);
    expect(await stack.create({ Resources: { Group: { Type: 'AWS::IAM::Group' } } })).toBe(
      'ROLLBACK_COMPLETE',
    );
    expect(await stack.failures()).toContain('Cannot exceed quota for GroupsPerAccount: 300');
  });
});

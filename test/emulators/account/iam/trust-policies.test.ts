import {
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import {
  AssumeRoleCommand,
  AssumeRoleCommandInput,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { assumeRole } from '../../support/assume-role';
import { Credentials, LocalAccount } from '../../../../emulators/account/local-account';
import { allow, policyOf, trust } from '../support/policy';
import { refusalOf } from '../support/refusal-of';
import { ACCOUNT, openAccount, START_TIMEOUT } from '../support/open-account';

const OTHER = '210987654321';
const ROOT = `arn:aws:iam::${ACCOUNT}:root`;

const deny = JSON.stringify(
  policyOf(
    { Effect: 'Allow', Action: '*', Resource: '*' },
    { Effect: 'Deny', Action: 'sts:AssumeRole', Resource: '*' },
  ),
);
const DOCUMENTS = { allows: allow('sts:*', '*'), 'leaves out': allow('iam:GetUser', '*'), denies: deny };
type Says = keyof typeof DOCUMENTS | 'is not there';

let account: LocalAccount;
let iam: IAMClient;
let count = 0;

beforeAll(async () => {
  account = await openAccount();
  iam = new IAMClient(account.sdk());
  for (const [name, PolicyDocument] of Object.entries(DOCUMENTS)) {
    await iam.send(new CreatePolicyCommand({ PolicyName: boundaryName(name), PolicyDocument }));
  }
}, START_TIMEOUT);
afterAll(() => account.stop());

const boundaryName = (says: string) => `boundary-${says.replace(' ', '-')}`;
const boundary = (says: Says) =>
  says === 'is not there' ? undefined : `arn:aws:iam::${ACCOUNT}:policy/${boundaryName(says)}`;

interface Caller {
  readonly credentials: Credentials;
  readonly arn: string;

  /** ARN of the role that a session is of. */
  readonly role?: string;
}

async function user(own: Says, bounds: Says): Promise<Caller> {
  const UserName = `user${++count}`;
  const { User } = await iam.send(
    new CreateUserCommand({ UserName, Path: '/people/', PermissionsBoundary: boundary(bounds) }),
  );
  if (own !== 'is not there') {
    const PolicyDocument = DOCUMENTS[own];
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'own', PolicyDocument }));
  }
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '' } = AccessKey ?? {};
  return { credentials: { accessKeyId, secretAccessKey }, arn: User?.Arn ?? '' };
}

async function session(own: Says, bounds: Says): Promise<Caller> {
  const RoleName = `caller${++count}`;
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName,
      AssumeRolePolicyDocument: JSON.stringify(trust({ AWS: ROOT })),
      PermissionsBoundary: boundary(bounds),
    }),
  );
  if (own !== 'is not there') {
    const PolicyDocument = DOCUMENTS[own];
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'own', PolicyDocument }));
  }
  const role = Role?.Arn ?? '';
  const credentials = await assumeRole(account, role);
  const name = role.split('/').at(-1);
  return { credentials, role, arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/` };
}

async function mayAssume(
  { credentials }: Caller,
  principal: object,
  { Condition, input, owner = ACCOUNT }: Options = {},
): Promise<boolean> {
  const RoleName = `target${++count}`;
  const AssumeRolePolicyDocument = JSON.stringify(trust(principal, 'sts:AssumeRole', Condition));
  const client = new IAMClient(account.sdk({ ...account.root, accessKeyId: owner }));
  const { Role } = await client.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  const call = new STSClient(account.sdk(credentials)).send(
    new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: 'test', ...input }),
  );
  try {
    await call;
    return true;
  } catch (error) {
    if (!(error as Error).name.includes('AccessDenied')) throw error;
    return false;
  }
}

interface Options {
  readonly Condition?: object;
  readonly input?: Partial<AssumeRoleCommandInput>;
  readonly owner?: string;
}

describe('a user', () => {
  /** What their own policy and their boundary say, and whether they may where they are named and where the account is. */
  const CASES: [Says, Says, boolean, boolean][] = [
    ['is not there', 'is not there', true, false],
    ['leaves out', 'is not there', true, false],
    ['allows', 'is not there', true, true],
    ['denies', 'is not there', false, false],
    ['is not there', 'allows', true, false],
    ['is not there', 'leaves out', true, false],
    ['allows', 'leaves out', true, false],
    ['allows', 'allows', true, true],
    ['allows', 'denies', false, false],
    ['is not there', 'denies', false, false],
  ];

  test.each(CASES)('whose policy %s and whose boundary %s: named %s, by the account %s', async (...line) => {
    const [own, bounds, named, byAccount] = line;
    const caller = await user(own, bounds);
    expect(await mayAssume(caller, { AWS: caller.arn })).toBe(named);
    expect(await mayAssume(caller, { AWS: ROOT })).toBe(byAccount);
    expect(await mayAssume(caller, { AWS: ACCOUNT })).toBe(byAccount);
  });

  test('who is not named may not, whatever they may do', async () => {
    const other = await user('is not there', 'is not there');
    const caller = await user('allows', 'is not there');
    expect(await mayAssume(caller, { AWS: other.arn })).toBe(false);
    expect(await mayAssume(caller, { Service: 'codebuild.amazonaws.com' })).toBe(false);
  });

  test('who is named may do so on the conditions of the trust policy', async () => {
    const caller = await user('is not there', 'is not there');
    const named = { AWS: caller.arn };
    const Condition = { StringEquals: { 'sts:ExternalId': 'agreed' } };
    expect(await mayAssume(caller, named, { Condition })).toBe(false);
    expect(await mayAssume(caller, named, { Condition, input: { ExternalId: 'other' } })).toBe(false);
    expect(await mayAssume(caller, named, { Condition, input: { ExternalId: 'agreed' } })).toBe(true);
    const ofSession = { Condition: { StringLike: { 'sts:RoleSessionName': 'job-*' } } };
    expect(await mayAssume(caller, named, ofSession)).toBe(false);
    expect(await mayAssume(caller, named, { ...ofSession, input: { RoleSessionName: 'job-1' } })).toBe(true);
  });

  test('who is named in another account needs a policy of their own, too', async () => {
    const without = await user('is not there', 'is not there');
    const within = await user('allows', 'is not there');
    expect(await mayAssume(without, { AWS: without.arn }, { owner: OTHER })).toBe(false);
    expect(await mayAssume(within, { AWS: within.arn }, { owner: OTHER })).toBe(true);
  });

  test('who may assume roles of one session name only is asked for it', async () => {
    const caller = await user('is not there', 'is not there');
    const Condition = { StringEquals: { 'sts:RoleSessionName': 'own' } };
    await iam.send(
      new PutUserPolicyCommand({
        UserName: caller.arn.split('/').at(-1),
        PolicyName: 'own',
        PolicyDocument: allow('sts:AssumeRole', '*', Condition),
      }),
    );
    expect(await mayAssume(caller, { AWS: ROOT })).toBe(false);
    expect(await mayAssume(caller, { AWS: ROOT }, { input: { RoleSessionName: 'own' } })).toBe(true);
  });
});

describe('a session of a role', () => {
  /** And whether it may where its role is named, where it is named itself, and where the account is. */
  const CASES: [Says, Says, boolean, boolean, boolean][] = [
    ['is not there', 'is not there', true, true, false],
    ['allows', 'is not there', true, true, true],
    ['denies', 'is not there', false, false, false],
    ['is not there', 'allows', true, true, false],
    ['is not there', 'leaves out', false, true, false],
    ['allows', 'leaves out', false, true, false],
    ['allows', 'denies', false, false, false],
  ];

  test.each(CASES)(
    'whose policy %s and whose boundary %s: role %s, itself %s, account %s',
    async (...line) => {
      const [own, bounds, byRole, bySession, byAccount] = line;
      const caller = await session(own, bounds);
      const { Arn = '' } = await identity(caller);
      expect(Arn).toContain(caller.arn);
      expect(await mayAssume(caller, { AWS: caller.role })).toBe(byRole);
      expect(await mayAssume(caller, { AWS: Arn })).toBe(bySession);
      expect(await mayAssume(caller, { AWS: ROOT })).toBe(byAccount);
    },
  );
});

async function identity({ credentials }: Caller) {
  return new STSClient(account.sdk(credentials)).send(new GetCallerIdentityCommand({}));
}

test('a role that does not exist is refused to everybody', async () => {
  const caller = await user('allows', 'is not there');
  const RoleArn = `arn:aws:iam::${ACCOUNT}:role/none`;
  const sts = new STSClient(account.sdk(caller.credentials));
  const call = sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'test' }));
  expect(await refusalOf(call)).toContain('AccessDenied');
});

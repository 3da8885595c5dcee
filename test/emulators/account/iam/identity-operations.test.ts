import * as iam from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { Credentials, LocalAccount } from '../../../../emulators/account/local-account';
import { createUser } from '../../support/create-user';
import { allow, trust } from '../support/policy';
import { refusalOf } from '../support/refusal-of';
import { ACCOUNT, openAccount, START_TIMEOUT } from '../support/open-account';

const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';
const NOTHING = allow('s3:ListBucket', '*');
const LISTING = allow('iam:ListGroups', '*');
const AssumeRolePolicyDocument = JSON.stringify(trust({ AWS: ROOT }));
const Path = '/app/';

let account: LocalAccount;
let root: iam.IAMClient;
let stranger: Credentials;
let PolicyArn: string;
let OpenIDConnectProviderArn: string;

beforeAll(async () => {
  account = await openAccount();
  root = new iam.IAMClient(account.sdk());
  stranger = await createUser(account, 'stranger', NOTHING);
  await root.send(new iam.CreateRoleCommand({ RoleName: 'role', Path, AssumeRolePolicyDocument }));
  await root.send(new iam.CreateUserCommand({ UserName: 'user', Path }));
  await root.send(new iam.CreateGroupCommand({ GroupName: 'group', Path }));
  PolicyArn = await createPolicy('policy', NOTHING);
  const provider = await root.send(
    new iam.CreateOpenIDConnectProviderCommand({
      Url: 'https://tokens.example.com',
      ClientIDList: ['sts.amazonaws.com'],
    }),
  );
  OpenIDConnectProviderArn = provider.OpenIDConnectProviderArn ?? '';
}, START_TIMEOUT);
afterAll(() => account.stop());

async function createPolicy(PolicyName: string, PolicyDocument: string): Promise<string> {
  const { Policy } = await root.send(new iam.CreatePolicyCommand({ PolicyName, PolicyDocument }));
  return Policy?.Arn ?? '';
}

/** Whether a user may list the groups, which is all that is given and taken here. */
async function mayList(credentials: Credentials): Promise<boolean> {
  const client = new iam.IAMClient(account.sdk(credentials));
  try {
    await client.send(new iam.ListGroupsCommand({}));
    return true;
  } catch (error) {
    if ((error as Error).name !== 'AccessDenied') throw error;
    return false;
  }
}

async function assume(RoleName: string, as?: Credentials): Promise<Credentials> {
  const { Role } = await root.send(new iam.GetRoleCommand({ RoleName }));
  const { Credentials: session } = await new STSClient(account.sdk(as)).send(
    new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: 'test' }),
  );
  return {
    accessKeyId: session?.AccessKeyId ?? '',
    secretAccessKey: session?.SecretAccessKey ?? '',
    sessionToken: session?.SessionToken,
  };
}

/** A role with a policy of the account. */
async function roleWith(RoleName: string, PolicyArn: string): Promise<Credentials> {
  await root.send(new iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  await root.send(new iam.AttachRolePolicyCommand({ RoleName, PolicyArn }));
  return assume(RoleName);
}

describe('is done only by a caller who may', () => {
  const role = { RoleName: 'role' };
  const user = { UserName: 'user' };
  const password = { ...user, Password: 'Abcdefgh-123' };
  const inline = { PolicyName: 'inline', PolicyDocument: allow('*', '*') };
  const arn = (rest: string) => `arn:aws:iam::${ACCOUNT}:${rest}`;
  const calls: [string, () => object][] = [
    ['role/app/new', () => new iam.CreateRoleCommand({ RoleName: 'new', Path, AssumeRolePolicyDocument })],
    ['user/app/new', () => new iam.CreateUserCommand({ UserName: 'new', Path })],
    [
      'role/app/role',
      () => new iam.PutRolePermissionsBoundaryCommand({ ...role, PermissionsBoundary: ADMINISTRATOR }),
    ],
    ['role/app/role', () => new iam.DeleteRolePermissionsBoundaryCommand(role)],
    [
      'role/app/role',
      () => new iam.UpdateAssumeRolePolicyCommand({ ...role, PolicyDocument: AssumeRolePolicyDocument }),
    ],
    ['role/app/role', () => new iam.AttachRolePolicyCommand({ ...role, PolicyArn: ADMINISTRATOR })],
    ['role/app/role', () => new iam.PutRolePolicyCommand({ ...role, ...inline })],
    [
      'user/app/user',
      () => new iam.PutUserPermissionsBoundaryCommand({ ...user, PermissionsBoundary: ADMINISTRATOR }),
    ],
    ['user/app/user', () => new iam.DeleteUserPermissionsBoundaryCommand(user)],
    ['user/app/user', () => new iam.AttachUserPolicyCommand({ ...user, PolicyArn: ADMINISTRATOR })],
    ['user/app/user', () => new iam.PutUserPolicyCommand({ ...user, ...inline })],
    ['user/app/user', () => new iam.CreateAccessKeyCommand(user)],
    ['user/app/user', () => new iam.CreateLoginProfileCommand(password)],
    ['user/app/user', () => new iam.UpdateLoginProfileCommand(password)],
    ['group/app/group', () => new iam.AddUserToGroupCommand({ ...user, GroupName: 'group' })],
    [
      'group/app/group',
      () => new iam.AttachGroupPolicyCommand({ GroupName: 'group', PolicyArn: ADMINISTRATOR }),
    ],
    ['group/app/group', () => new iam.PutGroupPolicyCommand({ GroupName: 'group', ...inline })],
    [
      'policy/policy',
      () => new iam.CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: inline.PolicyDocument }),
    ],
    ['policy/policy', () => new iam.SetDefaultPolicyVersionCommand({ PolicyArn, VersionId: 'v1' })],
    [
      'policy/app/new',
      () => new iam.CreatePolicyCommand({ PolicyName: 'new', Path, PolicyDocument: NOTHING }),
    ],
    [
      'oidc-provider/other.example.com',
      () => new iam.CreateOpenIDConnectProviderCommand({ Url: 'https://other.example.com' }),
    ],
    [
      'oidc-provider/tokens.example.com',
      () =>
        new iam.UpdateOpenIDConnectProviderThumbprintCommand({
          OpenIDConnectProviderArn,
          ThumbprintList: [],
        }),
    ],
    [
      'oidc-provider/tokens.example.com',
      () =>
        new iam.AddClientIDToOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, ClientID: 'other' }),
    ],
    [
      'instance-profile/app/new',
      () => new iam.CreateInstanceProfileCommand({ InstanceProfileName: 'new', Path }),
    ],
    [
      'instance-profile/new',
      () => new iam.AddRoleToInstanceProfileCommand({ InstanceProfileName: 'new', ...role }),
    ],
    [
      'saml-provider/new',
      () =>
        new iam.UpdateSAMLProviderCommand({
          SAMLProviderArn: arn('saml-provider/new'),
          SAMLMetadataDocument: 'x'.repeat(1000),
        }),
    ],
    [
      'role/app/role',
      () =>
        new iam.SimulatePrincipalPolicyCommand({
          PolicySourceArn: arn('role/app/role'),
          ActionNames: ['s3:GetObject'],
        }),
    ],
  ];

  test.each(
    calls.map(([resource, command]) => [
      command().constructor.name.replace('Command', ''),
      resource,
      command,
    ]),
  )('%s on %s', async (operation, resource, command) => {
    const client = new iam.IAMClient(account.sdk(stranger));
    const call = client.send((command as () => iam.GetUserCommand)());
    expect(await refusalOf(call)).toContain(
      `AccessDenied: User: arn:aws:iam::${ACCOUNT}:user/stranger is not authorized to perform: iam:${operation} ` +
        `on resource: ${arn(resource)} `,
    );
  });
});

test('a boundary binds the role as long as it has it', async () => {
  const ceiling = await createPolicy('ceiling', NOTHING);
  const RoleName = 'bounded';
  await root.send(
    new iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument, PermissionsBoundary: ceiling }),
  );
  await root.send(new iam.AttachRolePolicyCommand({ RoleName, PolicyArn: ADMINISTRATOR }));
  const session = await assume(RoleName);
  expect(await mayList(session)).toBe(false);
  await root.send(new iam.DeleteRolePermissionsBoundaryCommand({ RoleName }));
  expect(await mayList(session)).toBe(true);
  await root.send(new iam.PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary: ceiling }));
  expect(await mayList(session)).toBe(false);
});

test("a policy's default version counts, whichever it is", async () => {
  const PolicyArn = await createPolicy('versions', NOTHING);
  const session = await roleWith('versioned', PolicyArn);
  const create = (SetAsDefault: boolean) =>
    root.send(new iam.CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: LISTING, SetAsDefault }));
  const setDefault = (VersionId: string) =>
    root.send(new iam.SetDefaultPolicyVersionCommand({ PolicyArn, VersionId }));
  await create(false);
  expect(await mayList(session)).toBe(false);
  await setDefault('v2');
  expect(await mayList(session)).toBe(true);
  await setDefault('v1');
  expect(await mayList(session)).toBe(false);
  await create(true);
  expect(await mayList(session)).toBe(true);
  expect(await refusalOf(setDefault('v9'))).toContain('NoSuchEntity');
  const { Policy } = await root.send(new iam.GetPolicyCommand({ PolicyArn }));
  expect(Policy?.DefaultVersionId).toBe('v3');
});

test('a trust policy counts from the moment that it is changed', async () => {
  const RoleName = 'trusting';
  await root.send(
    new iam.CreateRoleCommand({
      RoleName,
      AssumeRolePolicyDocument: JSON.stringify(trust({ Service: 'codebuild.amazonaws.com' })),
    }),
  );
  const visitor = await createUser(account, 'visitor', allow('sts:AssumeRole', '*'));
  expect(await refusalOf(assume(RoleName, visitor))).toContain('AccessDenied');
  await root.send(
    new iam.UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: AssumeRolePolicyDocument }),
  );
  expect((await assume(RoleName, visitor)).sessionToken).toBeTruthy();
});

test('a user has what its group and its policies allow, with every key', async () => {
  const UserName = 'member';
  const key = async (): Promise<Credentials> => {
    const { AccessKey } = await root.send(new iam.CreateAccessKeyCommand({ UserName }));
    return { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
  };
  await root.send(new iam.CreateUserCommand({ UserName }));
  const credentials = await key();
  expect(await mayList(credentials)).toBe(false);
  await root.send(
    new iam.PutGroupPolicyCommand({ GroupName: 'group', PolicyName: 'list', PolicyDocument: LISTING }),
  );
  await root.send(new iam.AddUserToGroupCommand({ UserName, GroupName: 'group' }));
  expect(await mayList(credentials)).toBe(true);
  await root.send(new iam.RemoveUserFromGroupCommand({ UserName, GroupName: 'group' }));
  expect(await mayList(credentials)).toBe(false);
  await root.send(new iam.AttachUserPolicyCommand({ UserName, PolicyArn: ADMINISTRATOR }));
  expect(await mayList(await key())).toBe(true);
});

test('an identity provider has the thumbprints and the audiences that it is given', async () => {
  const provider = { OpenIDConnectProviderArn };
  const ThumbprintList = ['a'.repeat(40), 'b'.repeat(40)];
  await root.send(new iam.UpdateOpenIDConnectProviderThumbprintCommand({ ...provider, ThumbprintList }));
  await root.send(new iam.AddClientIDToOpenIDConnectProviderCommand({ ...provider, ClientID: 'other' }));
  const get = () => root.send(new iam.GetOpenIDConnectProviderCommand(provider));
  expect(await get()).toMatchObject({ ThumbprintList, ClientIDList: ['sts.amazonaws.com', 'other'] });
  await root.send(new iam.RemoveClientIDFromOpenIDConnectProviderCommand({ ...provider, ClientID: 'other' }));
  expect(await get()).toMatchObject({ ClientIDList: ['sts.amazonaws.com'] });
  const gone = { OpenIDConnectProviderArn: `${OpenIDConnectProviderArn}.gone`, ThumbprintList };
  expect(await refusalOf(root.send(new iam.UpdateOpenIDConnectProviderThumbprintCommand(gone)))).toContain(
    'NoSuchEntity',
  );
});

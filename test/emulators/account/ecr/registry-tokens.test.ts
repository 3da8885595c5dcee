import { setTimeout as sleep } from 'node:timers/promises';
import { ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DeleteUserPolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { Credentials, LocalAccount } from '../../../../emulators/account/local-account';
import { credentialsOf } from '../../support/assume-role';
import { createUser, deleteUser } from '../../support/create-user';
import { allow, trust } from '../support/policy';
import { refusalOf } from '../support/refusal-of';
import { createRepository, RegistryClient, tokenOf } from './registry-client';
import { sendSigned } from '../support/signed-request';
import { openAccount, START_TIMEOUT } from '../support/open-account';

const TAGS = '/v2/team/app/tags/list';
const LOGIN = allow('ecr:GetAuthorizationToken', '*');
const LOGIN_AND_LIST = allow(['ecr:GetAuthorizationToken', 'ecr:ListImages'], '*');

let account: LocalAccount;
let rootToken: string;

beforeAll(async () => {
  account = await openAccount();
  await createRepository(account, 'team/app');
  rootToken = await tokenOf(account);
}, START_TIMEOUT);
afterAll(() => account.stop());

const encode = (text: string) => Buffer.from(text).toString('base64');
const password = () => Buffer.from(rootToken, 'base64').toString().slice('AWS:'.length);

test('hands out another token for twelve hours each time', async () => {
  const { authorizationData } = await new ECRClient(account.sdk()).send(new GetAuthorizationTokenCommand({}));
  const [data] = authorizationData ?? [];
  expect(data.authorizationToken).not.toBe(rootToken);
  expect(Buffer.from(data.authorizationToken ?? '', 'base64').toString()).toMatch(/^AWS:\S{100,}$/);
  const hours = ((data.expiresAt?.getTime() ?? 0) - Date.now()) / 3_600_000;
  expect(hours).toBeCloseTo(12, 1);
});

test.each(['/v2/', '/v2'])('answers %s to every token, whatever its permissions', async (path) => {
  const credentials = await createUser(account, `ping${path.length}`, LOGIN);
  const client = await RegistryClient.login(account, credentials);
  expect((await client.send('GET', path)).status).toBe(200);
  expect((await client.send('GET', TAGS)).status).toBe(403);
});

test('rejects to hand one out to who may not ask', async () => {
  const credentials = await createUser(account, 'without', allow('ecr:ListImages', '*'));
  expect(await refusalOf(tokenOf(account, credentials))).toContain('AccessDenied');
});

test.each<[string, () => string | undefined]>([
  ['no token', () => undefined],
  ['an empty token', () => `Basic ${encode('AWS:')}`],
  ['a token that is cut off', () => `Basic ${encode(`AWS:${password().slice(0, -1)}`)}`],
  ['a token with more behind it', () => `Basic ${encode(`AWS:${password()}a`)}`],
  ['a token in other letters', () => `Basic ${encode(`AWS:${password().toUpperCase()}`)}`],
  ['a token that was never given out', () => `Basic ${encode(`AWS:${'a'.repeat(password().length)}`)}`],
  ['the token that MiniStack gives to all', () => `Basic ${encode('AWS:ministack-auth-token')}`],
  ['another user name', () => `Basic ${encode(`aws:${password()}`)}`],
  ['a token without a user name', () => `Basic ${encode(password())}`],
  ['another scheme', () => `Bearer ${rootToken}`],
  ['what is not base64', () => `Basic AWS:${password()}`],
  ['what is no text', () => `Basic ${Buffer.from([255, 254]).toString('base64')}`],
  ['an access key', () => `Basic ${encode(`${account.root.accessKeyId}:${account.root.secretAccessKey}`)}`],
])('rejects %s', async (_, authorization) => {
  const client = new RegistryClient(account, authorization());
  for (const path of ['/v2/', TAGS, '/v2/_catalog', '/v2/team/other/tags/list', '/v2/a/b']) {
    const { status, headers, text } = await client.send('GET', path);
    expect({ path, status, text }).toEqual({ path, status: 401, text: 'Not Authorized\n' });
    expect(headers['www-authenticate']).toBe(
      `Basic realm="${account.endpoint}/",service="ecr.amazonaws.com"`,
    );
  }
});

test('rejects a signature in place of a token', async () => {
  const signed = { service: 'ecr', method: 'GET', path: TAGS };
  expect(await sendSigned(account, account.root, signed)).toEqual({ status: 401, text: 'Not Authorized\n' });
});

test('rejects the token of a user who was deleted, and came back under the same name', async () => {
  const credentials = await createUser(account, 'leaver', LOGIN_AND_LIST);
  const client = await RegistryClient.login(account, credentials);
  expect((await client.send('GET', TAGS)).status).toBe(200);
  await new IAMClient(account.sdk()).send(
    new DeleteUserPolicyCommand({ UserName: 'leaver', PolicyName: 'leaver' }),
  );
  await deleteUser(account, 'leaver', credentials);
  expect((await client.send('GET', TAGS)).status).toBe(401);
  await createUser(account, 'leaver', LOGIN_AND_LIST);
  expect((await client.send('GET', TAGS)).status).toBe(401);
});

describe('of a session', () => {
  const iam = () => new IAMClient(account.sdk());
  const policy = { PolicyName: 'policy', PolicyDocument: LOGIN_AND_LIST };

  /** A role with this policy, and a session of it. */
  async function session(RoleName: string, seconds = 900, Policy?: string): Promise<Credentials> {
    const AssumeRolePolicyDocument = JSON.stringify(trust({ AWS: account.accountId }));
    await iam().send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    await iam().send(new PutRolePolicyCommand({ RoleName, ...policy }));
    const RoleArn = `arn:aws:iam::${account.accountId}:role/${RoleName}`;
    const asked = { RoleArn, RoleSessionName: 'job', DurationSeconds: seconds, Policy };
    return credentialsOf((await new STSClient(account.sdk()).send(new AssumeRoleCommand(asked))).Credentials);
  }

  test('is expired when the session is', async () => {
    const client = await RegistryClient.login(account, await session('short', 3));
    expect((await client.send('GET', TAGS)).status).toBe(200);
    await sleep(3_000);
    for (const path of ['/v2/', TAGS]) {
      const { status, text } = await client.send('GET', path);
      const message = 'Your authorization token has expired. Reauthenticate and try again.';
      expect(JSON.parse(text)).toEqual({ errors: [{ code: 'DENIED', message }] });
      expect(status).toBe(403);
    }
  });

  test('has the permissions of the session, and no more', async () => {
    const client = await RegistryClient.login(account, await session('narrowed', 900, LOGIN));
    expect((await client.send('GET', TAGS)).status).toBe(403);
  });

  test('is rejected when the role is gone, and when another has its name', async () => {
    const client = await RegistryClient.login(account, await session('gone'));
    expect((await client.send('GET', TAGS)).status).toBe(200);
    await iam().send(new DeleteRolePolicyCommand({ RoleName: 'gone', PolicyName: policy.PolicyName }));
    expect((await client.send('GET', TAGS)).status).toBe(403);
    await iam().send(new DeleteRoleCommand({ RoleName: 'gone' }));
    expect((await client.send('GET', TAGS)).status).toBe(401);
    await session('gone');
    expect((await client.send('GET', TAGS)).status).toBe(401);
  });
});

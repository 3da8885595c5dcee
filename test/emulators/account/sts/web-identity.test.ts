import { CreateOpenIDConnectProviderCommand, CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { AssumeRoleWithWebIdentityCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { LocalAccount } from '../../../../emulators/account/local-account';
import { webIdentityToken, TokenClaims } from '../../support/web-identity-token';
import { trust } from '../support/policy';
import { refusalOf } from '../support/refusal-of';
import { ACCOUNT, openAccount, START_TIMEOUT } from '../support/open-account';

const HOST = 'token.actions.githubusercontent.com';
const SUBJECT = 'repo:owner/image:environment:Master';

let account: LocalAccount;

beforeAll(async () => {
  account = await openAccount();
  const iam = new IAMClient(account.sdk());
  for (const host of [HOST, 'other.example']) {
    const ClientIDList = ['sts.amazonaws.com', 'another.audience'];
    await iam.send(new CreateOpenIDConnectProviderCommand({ Url: `https://${host}`, ClientIDList }));
  }
  const document = trust(
    { Federated: `arn:aws:iam::${account.accountId}:oidc-provider/${HOST}` },
    'sts:AssumeRoleWithWebIdentity',
    { StringEquals: { [`${HOST}:aud`]: 'sts.amazonaws.com', [`${HOST}:sub`]: [SUBJECT] } },
  );
  const AssumeRolePolicyDocument = JSON.stringify(document);
  await iam.send(new CreateRoleCommand({ RoleName: 'push', Path: '/own/', AssumeRolePolicyDocument }));
}, START_TIMEOUT);
afterAll(() => account.stop());

function assume(WebIdentityToken: string, role = 'own/push') {
  const RoleArn = `arn:aws:iam::${account.accountId}:role/${role}`;
  return new STSClient(account.sdk()).send(
    new AssumeRoleWithWebIdentityCommand({ RoleArn, RoleSessionName: 'job', WebIdentityToken }),
  );
}

test('gives the role for a token of the provider, the audience and the subject that it trusts', async () => {
  const { Credentials: made, AssumedRoleUser } = await assume(webIdentityToken({ sub: SUBJECT }));
  expect(AssumedRoleUser?.Arn).toBe(`arn:aws:sts::${ACCOUNT}:assumed-role/push/job`);
  const session = new STSClient(
    account.sdk({
      accessKeyId: made?.AccessKeyId ?? '',
      secretAccessKey: made?.SecretAccessKey ?? '',
      sessionToken: made?.SessionToken,
    }),
  );
  expect((await session.send(new GetCallerIdentityCommand({}))).Arn).toBe(AssumedRoleUser?.Arn);
});

const tokenOf = (claims: string) => `a.${Buffer.from(claims).toString('base64url')}.c`;
const hourAgo = Math.floor(Date.now() / 1000) - 3600;

test.each<[string, Partial<Record<keyof TokenClaims, unknown>>, string]>([
  ['another subject', { sub: `${SUBJECT}s` }, 'AccessDenied'],
  ['a subject in other letters', { sub: SUBJECT.toUpperCase() }, 'AccessDenied'],
  ['an audience that only the provider takes', { aud: 'another.audience' }, 'AccessDenied'],
  ['an audience that no provider takes', { aud: 'unknown' }, 'InvalidIdentityToken'],
  ['another provider of the account', { iss: 'https://other.example' }, 'AccessDenied'],
  ['an issuer that is no provider', { iss: 'https://unknown.example' }, 'InvalidIdentityToken'],
  ['an issuer in plain text', { iss: `http://${HOST}` }, 'InvalidIdentityToken'],
  ['a token that has ended', { exp: hourAgo }, `must be before the expiration date/time ${hourAgo}`],
  ['a token without an end', { exp: undefined }, 'InvalidIdentityToken'],
  ['a token whose end is no number', { exp: 'nan' }, 'InvalidIdentityToken'],
  ['a token whose end is a word', { exp: 'tomorrow' }, 'InvalidIdentityToken'],
])('rejects %s', async (_, claims, words) => {
  expect(await refusalOf(assume(webIdentityToken({ sub: SUBJECT, ...claims } as TokenClaims)))).toContain(
    words,
  );
});

test.each([
  ['what is no token', 'token'],
  ['a token of two parts', webIdentityToken({ sub: SUBJECT }).split('.').slice(0, 2).join('.')],
  ['a token that says nothing', tokenOf('[]')],
  // JSON can write a number that is infinite once it is read.
  [
    'a token without end',
    tokenOf(`{"iss":"https://${HOST}","aud":"sts.amazonaws.com","sub":"${SUBJECT}","exp":1e999}`),
  ],
])('rejects %s', async (_, token) => {
  expect(await refusalOf(assume(token))).toContain('InvalidIdentityToken');
});

test.each(['amr', 'ref', 'repository_id'])('supplies no condition key for the claim %s', async (claim) => {
  const document = trust(
    { Federated: `arn:aws:iam::${account.accountId}:oidc-provider/${HOST}` },
    'sts:AssumeRoleWithWebIdentity',
    { StringEquals: { [`${HOST}:${claim}`]: 'value' } },
  );
  const AssumeRolePolicyDocument = JSON.stringify(document);
  await new IAMClient(account.sdk()).send(
    new CreateRoleCommand({ RoleName: `by-${claim}`, AssumeRolePolicyDocument }),
  );
  const token = webIdentityToken({ sub: SUBJECT, ...{ [claim]: 'value' } });
  expect(await refusalOf(assume(token, `by-${claim}`))).toContain('AccessDenied');
});

test('rejects a role that does not exist', async () => {
  expect(await refusalOf(assume(webIdentityToken({ sub: SUBJECT }), 'own/other'))).toContain('AccessDenied');
});

test("rejects a role under another path's ARN", async () => {
  expect(await refusalOf(assume(webIdentityToken({ sub: SUBJECT }), 'push'))).toContain('AccessDenied');
});

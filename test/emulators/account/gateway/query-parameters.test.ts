import { CreateUserCommand, IAMClient, ListUserTagsCommand } from '@aws-sdk/client-iam';
import { Credentials, LocalAccount } from '../../../../emulators/account/local-account';
import { createUser } from '../../support/create-user';
import { policyOf } from '../support/policy';
import { sendSigned } from '../support/signed-request';
import { ACCOUNT, openAccount, START_TIMEOUT } from '../support/open-account';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

let account: LocalAccount;
let root: IAMClient;
let tagger: Credentials;

beforeAll(async () => {
  account = await openAccount();
  root = new IAMClient(account.sdk());
  for (const UserName of ['own', 'other']) await root.send(new CreateUserCommand({ UserName }));
  const policy = policyOf(
    { Effect: 'Allow', Action: 'iam:TagUser', Resource: `arn:aws:iam::${ACCOUNT}:user/own` },
    { Effect: 'Allow', Action: 'iam:ListUserTags', Resource: '*' },
  );
  tagger = await createUser(account, 'tagger', JSON.stringify(policy));
}, START_TIMEOUT);
afterAll(() => account.stop());

const tag = { Action: 'TagUser', 'Tags.member.1.Key': 'k', 'Tags.member.1.Value': 'v' };
const form = (parameters: Record<string, string>) => new URLSearchParams(parameters).toString();
const send = (headers: Record<string, string>, body: string, query: Record<string, string> = {}) =>
  sendSigned(account, tagger, { service: 'iam', headers, body, query });

test('may stand in the address and in the body of one request', async () => {
  const { status } = await send(FORM, form(tag), { UserName: 'own' });
  expect(status).toBe(200);
});

test.each([
  [
    'stands in the address and, otherwise, in the body',
    () => send(FORM, form({ ...tag, UserName: 'other' }), { UserName: 'own' }),
  ],
  [
    'is an action in the address and another in the body',
    () => send(FORM, form({ ...tag, UserName: 'other' }), { Action: 'ListUserTags' }),
  ],
  ['stands in the body twice', () => send(FORM, `${form(tag)}&UserName=own&UserName=other`)],
  [
    'stands in a body that is not said to be a form',
    () => send({}, form({ ...tag, UserName: 'other' }), { UserName: 'own' }),
  ],
  [
    'stands in JSON',
    () =>
      send(
        { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'IAMService.TagUser' },
        JSON.stringify({ UserName: 'other', Tags: [] }),
        { UserName: 'own', Action: 'ListUserTags' },
      ),
  ],
])('rejects a parameter that %s', async (_, call) => {
  expect((await call()).status).toBe(400);
  expect((await root.send(new ListUserTagsCommand({ UserName: 'other' }))).Tags).toEqual([]);
});

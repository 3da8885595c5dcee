import { ListUsersCommand, CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';
import * as fs from 'node:fs';
import { request } from 'node:https';
import { LocalAccount } from '../../../../emulators/account/local-account';
import { openAccount, START_TIMEOUT } from '../support/open-account';

let account: LocalAccount;
beforeAll(async () => {
  account = await openAccount();
}, START_TIMEOUT);
afterAll(() => account.stop());

function statusOf(method: string, path: string): Promise<number | undefined> {
  const ca = fs.readFileSync(account.caBundle);
  return new Promise((resolve, reject) => {
    request(`${account.endpoint}${path}`, { method, ca }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .once('error', reject)
      .end();
  });
}

test('the account cannot be emptied or configured without a signature', async () => {
  const iam = new IAMClient(account.sdk());
  await iam.send(new CreateUserCommand({ UserName: 'kept' }));
  expect(await statusOf('POST', '/_ministack/reset')).toBe(403);
  expect(await statusOf('POST', '/_ministack/config')).toBe(403);
  expect(await statusOf('GET', '/_ministack/health')).toBe(200);
  const { Users } = await iam.send(new ListUsersCommand({}));
  expect(Users?.map(({ UserName }) => UserName)).toEqual(['kept']);
});

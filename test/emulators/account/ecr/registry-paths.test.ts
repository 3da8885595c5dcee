import { LocalAccount } from '../../../../emulators/account/local-account';
import { createUser } from '../../support/create-user';
import { policyOf } from '../support/policy';
import { createRepository, digestOf, manifestOf, RegistryClient } from './registry-client';
import { ACCOUNT, openAccount, START_TIMEOUT } from '../support/open-account';

const SECRET = digestOf('secret');

let account: LocalAccount;
let root: RegistryClient;

/** May everything in team/mine, and nothing in team/theirs. */
let mine: RegistryClient;

beforeAll(async () => {
  account = await openAccount();
  root = await RegistryClient.login(account);
  const arn = await createRepository(account, 'team/mine');
  await createRepository(account, 'team/theirs');
  const policy = policyOf(
    { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
    { Effect: 'Allow', Action: 'ecr:*', Resource: arn },
  );
  const credentials = await createUser(account, 'mine', JSON.stringify(policy));
  mine = await RegistryClient.login(account, credentials);
  await mine.pushImage('team/mine', 'tag', 'mine');
  await root.pushImage('team/theirs', 'tag', 'secret');
}, START_TIMEOUT);
afterAll(() => account.stop());

test.each([
  `/v2/team/theirs/blobs/${SECRET}`,
  `/v2/team%2Ftheirs/blobs/${SECRET}`,
  `/v2/team/mine/../theirs/blobs/${SECRET}`,
  `/v2/team/mine/%2e%2e/theirs/blobs/${SECRET}`,
  `/v2/team/mine%2F..%2Ftheirs/blobs/${SECRET}`,
  `/v2/team/mine/blobs/../../theirs/blobs/${SECRET}`,
  `/v2/team/theirs/blobs/${SECRET}?ns=${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com`,
  `/v2//team/theirs/blobs/${SECRET}`,
  `//v2/team/theirs/blobs/${SECRET}`,
  `/v2/team//theirs/blobs/${SECRET}`,
  `/v2/./team/theirs/blobs/${SECRET}`,
  `/v2/team/theirs%00/blobs/${SECRET}`,
  `/v2/team/theirs%0a/blobs/${SECRET}`,
  `/v2/TEAM/THEIRS/blobs/${SECRET}`,
  `/V2/team/theirs/blobs/${SECRET}`,
  `/v2/team\\theirs/blobs/${SECRET}`,
  `/v2/team/mine/blobs/${SECRET}/team/theirs/blobs/${SECRET}`,
  `/v2/team/theirs/blobs/${SECRET}/blobs/${SECRET}`,
  `/v2/team/mine/blobs/${SECRET}`,
  `/v2/team/mine/blobs/${SECRET}?from=team/theirs`,
  '/v2/team/theirs/manifests/tag',
  `/v2/team/mine/manifests/${digestOf(manifestOf(digestOf('{}'), SECRET))}`,
  '/v2/team/mine/manifests/../../theirs/manifests/tag',
])('rejects %s', async (path) => {
  const { status, text } = await mine.send('GET', path);
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(500);
  expect(text).not.toContain('secret');
  expect(text).not.toContain('schemaVersion');
});

test.each(['Team/mine', 'team//mine', 'team/mine/', '/team/mine', 'team/.mine', 'team/mine-', 'a', 'é/a'])(
  'rejects %s as the name of a repository, even of the root',
  async (name) => {
    for (const client of [root, mine]) {
      const { status, text } = await client.send('GET', `/v2/${encodeURIComponent(name)}/tags/list`);
      expect(`${status} ${text}`).toContain('400 {"errors": [{"code": "NAME_INVALID"');
    }
  },
);

test('reads a name in which an address of the protocol occurs as a whole', async () => {
  const { text } = await mine.send('GET', `/v2/team/mine/tags/list/blobs/${SECRET}`);
  expect(text).toContain('repository/team/mine/tags/list');
  await createRepository(account, 'team/mine/manifests/tags');
  const path = '/v2/team/mine/manifests/tags/manifests/tag';
  expect((await mine.send('PUT', path, manifestOf(digestOf('{}')))).status).toBe(403);
  expect((await root.send('GET', path)).status).toBe(404);
});

test('rejects an upload that was begun in another repository', async () => {
  const id = (await root.upload('team/theirs')).split('/').at(-1);
  const path = `/v2/team/mine/blobs/uploads/${id}`;
  expect((await mine.send('PATCH', path, 'part')).status).toBe(404);
  expect((await mine.send('PUT', `${path}?digest=${digestOf('part')}`, 'part')).status).toBe(404);
  expect((await mine.send('PATCH', path.replace('mine', 'theirs'), 'part')).status).toBe(403);
});

test.each(['team/theirs', 'team/mine'])('mounts nothing from %s: the blob is uploaded', async (from) => {
  for (const client of [mine, root]) {
    const path = `/v2/team/mine/blobs/uploads/?mount=${SECRET}&from=${from}`;
    expect((await client.send('POST', path)).status).toBe(202);
  }
  expect((await root.send('HEAD', `/v2/team/mine/blobs/${SECRET}`)).status).toBe(404);
});

test.each([
  ['a host', '', { host: '999999999999.dkr.ecr.us-east-1.amazonaws.com' }],
  ['a parameter', '?ns=999999999999.dkr.ecr.us-east-1.amazonaws.com', {}],
  ['a signature', '?X-Amz-Credential=999999999999/20260101/us-east-1/ecr/aws4_request', {}],
])('hears no other account or region that %s names', async (_, query, headers) => {
  const own = await mine.send('GET', `/v2/team/mine/tags/list${query}`, undefined, headers);
  expect(`${own.status} ${own.text}`).toBe('200 {"name": "team/mine", "tags": ["tag"]}');
  const { status, text } = await mine.send('GET', `/v2/team/theirs/tags/list${query}`, undefined, headers);
  expect(status).toBe(403);
  expect(text).toContain(`arn:aws:ecr:eu-west-1:${ACCOUNT}:repository/team/theirs`);
});

import {
  BatchDeleteImageCommand,
  DeleteRepositoryCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  ECRClient,
} from '@aws-sdk/client-ecr';
import { LocalAccount } from '../../../../emulators/account/local-account';
import { createRepository, digestOf, manifestOf, RegistryClient } from './registry-client';
import { ACCOUNT, openAccount, START_TIMEOUT } from '../support/open-account';

const CONFIG = digestOf('{}');
const LAYER = digestOf('layer');
const MANIFEST = manifestOf(CONFIG, LAYER);

let account: LocalAccount;
let ecr: ECRClient;
let root: RegistryClient;

beforeAll(async () => {
  account = await openAccount();
  ecr = new ECRClient(account.sdk());
  root = await RegistryClient.login(account);
  await createRepository(account, 'team/app');
  await createRepository(account, 'team/other');
  await createRepository(account, 'team/release', 'IMMUTABLE');
  for (const repository of ['team/app', 'team/release']) await root.pushImage(repository, '1', 'layer');
}, START_TIMEOUT);
afterAll(() => account.stop());

/** The status, code and message of a refusal. */
async function refusal(method: string, path: string, body?: string): Promise<string> {
  const { status, text } = await root.send(method, path, body);
  const { errors } = JSON.parse(text) as { errors: { code: string; message: string }[] };
  return `${status} ${errors[0].code}: ${errors[0].message}`;
}

test.each([
  ['GET', 'blobs/' + LAYER],
  ['POST', 'blobs/uploads/'],
  ['PATCH', 'blobs/uploads/id'],
  ['PUT', `blobs/uploads/id?digest=${LAYER}`],
  ['GET', 'manifests/1'],
  ['PUT', 'manifests/1'],
  ['DELETE', `manifests/${LAYER}`],
  ['GET', 'tags/list'],
])('rejects to %s %s in a repository that does not exist, and makes none', async (method, path) => {
  expect(
    await refusal(method, `/v2/team/unknown/${path}`, method.startsWith('P') ? MANIFEST : undefined),
  ).toBe(
    `404 NAME_UNKNOWN: The repository with name 'team/unknown' does not exist in the registry with id '${ACCOUNT}'`,
  );
  const { repositories } = await ecr.send(new DescribeRepositoriesCommand({}));
  const names = repositories?.map(({ repositoryName }) => repositoryName);
  expect(names?.filter((name) => name?.includes('unknown'))).toEqual([]);
});

test.each([
  ['another image', () => manifestOf(CONFIG)],
  ['the same image', () => MANIFEST],
])('rejects %s under an immutable tag', async (_, manifest) => {
  expect(await refusal('PUT', '/v2/team/release/manifests/1', manifest())).toBe(
    "400 TAG_INVALID: The image tag '1' already exists in the 'team/release' repository and cannot be overwritten because the tag is immutable.",
  );
  const { imageDetails } = await ecr.send(new DescribeImagesCommand({ repositoryName: 'team/release' }));
  expect(imageDetails?.map(({ imageDigest }) => imageDigest)).toEqual([digestOf(MANIFEST)]);
});

test('puts another tag on the image of an immutable one, and overwrites a mutable tag', async () => {
  expect((await root.send('PUT', '/v2/team/release/manifests/2', MANIFEST)).status).toBe(201);
  for (const manifest of [manifestOf(CONFIG), MANIFEST, MANIFEST]) {
    expect((await root.send('PUT', '/v2/team/app/manifests/1', manifest)).status).toBe(201);
  }
});

const MISSING = digestOf('not pushed');
const required = (what: string) =>
  `${what} with digests '[${MISSING}]' required for pushing image into repository with name 'team/app' in the registry with id '${ACCOUNT}' do not exist`;
const index = (...digests: string[]) =>
  JSON.stringify({ schemaVersion: 2, manifests: digests.map((digest) => ({ digest })) });

test.each([
  ['a layer', manifestOf(CONFIG, LAYER, MISSING), `404 BLOB_UPLOAD_UNKNOWN: ${required('Layers')}`],
  ['a configuration', manifestOf(MISSING, LAYER), `404 BLOB_UPLOAD_UNKNOWN: ${required('Layers')}`],
  [
    'an image of an index',
    index(digestOf(MANIFEST), MISSING),
    `404 MANIFEST_BLOB_UNKNOWN: ${required('Images')}`,
  ],
])('rejects an image that lacks %s', async (_, manifest, expected) => {
  expect(await refusal('PUT', '/v2/team/app/manifests/lacking', manifest)).toBe(expected);
  expect((await root.send('GET', '/v2/team/app/manifests/lacking')).status).toBe(404);
});

test('rejects an image whose layers are in another repository', async () => {
  expect(await refusal('PUT', '/v2/team/other/manifests/1', MANIFEST)).toContain('404 BLOB_UPLOAD_UNKNOWN');
  expect(await refusal('PUT', '/v2/team/other/manifests/1', index(digestOf(MANIFEST)))).toContain('404');
});

test('takes an index of images that are there', async () => {
  expect((await root.send('PUT', '/v2/team/app/manifests/both', index(digestOf(MANIFEST)))).status).toBe(201);
});

test.each(
  [
    '',
    'no JSON',
    '[]',
    'null',
    '{}',
    '{"manifests":{}}x',
    '{"manifests":[1]}',
    '{"config":{"digest":1},"layers":[]}',
    '{"config":{"digest":"../x"},"layers":[]}',
    '{"config":{},"layers":[]}',
    '['.repeat(100_000),
  ].map((body) => [body.slice(0, 50), body]),
)('rejects %j as an image', async (_, body) => {
  expect(await refusal('PUT', '/v2/team/app/manifests/1', body)).toContain('400 MANIFEST_INVALID');
});

test.each([
  ['-tag', 'TAG_INVALID'],
  ['a'.repeat(129), 'TAG_INVALID'],
  ['sha256:short', 'TAG_INVALID'],
  [LAYER, 'MANIFEST_INVALID: The image with digest'],
])('rejects an image as %s', async (reference, expected) => {
  expect(await refusal('PUT', `/v2/team/app/manifests/${reference}`, MANIFEST)).toContain(`400 ${expected}`);
});

test('rejects a blob whose digest is that of something else', async () => {
  const digest = digestOf('something else');
  const upload = await root.upload('team/app');
  expect(await refusal('PUT', `${upload}?digest=${digest}`, 'blob')).toContain('400 DIGEST_INVALID');
  const whole = `/v2/team/app/blobs/uploads/?digest=${digest}`;
  expect(await refusal('POST', whole, 'blob')).toContain('400 DIGEST_INVALID');
  expect(await refusal('PUT', upload, 'blob')).toContain('400 DIGEST_INVALID');
  expect((await root.send('HEAD', `/v2/team/app/blobs/${digest}`)).status).toBe(404);
});

test('rejects an image that was deleted, by tag and by digest', async () => {
  const digest = await root.pushImage('team/app', 'gone', 'another layer');
  await ecr.send(
    new BatchDeleteImageCommand({ repositoryName: 'team/app', imageIds: [{ imageDigest: digest }] }),
  );
  for (const reference of ['gone', digest]) {
    const path = `/v2/team/app/manifests/${reference}`;
    expect(await refusal('GET', path)).toBe('404 MANIFEST_UNKNOWN: Requested image not found');
    expect(await root.send('HEAD', path)).toMatchObject({ status: 404, text: '' });
  }
});

test('a repository made anew has nothing of the one that was deleted', async () => {
  const repositoryName = 'team/again';
  await createRepository(account, repositoryName);
  const image = await root.pushImage(repositoryName, '1', 'layer');
  const upload = await root.upload(repositoryName);
  await ecr.send(new DeleteRepositoryCommand({ repositoryName, force: true }));
  await createRepository(account, repositoryName);
  expect((await root.send('GET', `/v2/${repositoryName}/blobs/${LAYER}`)).status).toBe(404);
  expect((await root.send('GET', `/v2/${repositoryName}/manifests/${image}`)).status).toBe(404);
  expect((await root.send('PATCH', upload, 'part')).status).toBe(404);
});

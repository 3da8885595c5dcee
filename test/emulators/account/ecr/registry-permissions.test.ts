import { IAMClient, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { LocalAccount } from '../../../../emulators/account/local-account';
import { createUser } from '../../support/create-user';
import { allow } from '../support/policy';
import { createRepository, digestOf, manifestOf, RegistryClient } from './registry-client';
import { ACCOUNT, openAccount, START_TIMEOUT } from '../support/open-account';

const REPOSITORY = 'team/app';
const USER = 'registry-user';
const PERMISSIONS = [
  'BatchCheckLayerAvailability',
  'BatchDeleteImage',
  'BatchGetImage',
  'CompleteLayerUpload',
  'GetDownloadUrlForLayer',
  'InitiateLayerUpload',
  'ListImages',
  'PutImage',
  'UploadLayerPart',
].map((name) => `ecr:${name}`);
const LAYER = 'layer';
const CONFIG = '{}';
const MANIFEST = manifestOf(digestOf(CONFIG), digestOf(LAYER));
const OLD_MANIFEST = manifestOf(digestOf(CONFIG), digestOf('old layer'));

let account: LocalAccount;
let arn: string;
let root: RegistryClient;
let user: RegistryClient;

beforeAll(async () => {
  account = await openAccount();
  arn = await createRepository(account, REPOSITORY);
  root = await RegistryClient.login(account);
  await root.pushImage(REPOSITORY, 'tag', LAYER);
  await root.pushImage(REPOSITORY, 'old', 'old layer');
  const credentials = await createUser(account, USER, allow('ecr:GetAuthorizationToken', '*'));
  user = await RegistryClient.login(account, credentials);
}, START_TIMEOUT);
afterAll(() => account.stop());

/** Gives the user these permissions on a resource, and nothing else: the token stays the one of before. */
async function may(
  permissions: readonly string[],
  resource: string | readonly string[] = arn,
): Promise<void> {
  const PolicyDocument = allow(permissions, resource);
  await new IAMClient(account.sdk()).send(
    new PutUserPolicyCommand({ UserName: USER, PolicyName: USER, PolicyDocument }),
  );
}

interface Asked {
  readonly method: string;

  /** Path in the repository; `UPLOAD` stands for one that another user has begun. */
  readonly path: string;
  readonly body?: string;
  readonly needs: readonly string[];
  readonly status: number;
}

const ask = (method: string, path: string, needs: string, status: number, body?: string): Asked => ({
  method,
  path,
  body,
  needs: needs.split(' ').map((name) => `ecr:${name}`),
  status,
});

const REQUESTS: readonly Asked[] = [
  ask('HEAD', `blobs/${digestOf(LAYER)}`, 'BatchCheckLayerAvailability', 200),
  ask('GET', `blobs/${digestOf(LAYER)}`, 'GetDownloadUrlForLayer', 200),
  ask('POST', 'blobs/uploads/', 'InitiateLayerUpload', 202),
  ask('POST', 'blobs/uploads', 'InitiateLayerUpload', 202),
  ask(
    'POST',
    `blobs/uploads/?digest=${digestOf('one')}`,
    'InitiateLayerUpload UploadLayerPart CompleteLayerUpload',
    201,
    'one',
  ),
  ask('PATCH', 'UPLOAD', 'UploadLayerPart', 202, 'part'),
  ask('PUT', `UPLOAD?digest=${digestOf('')}`, 'CompleteLayerUpload', 201),
  ask('PUT', `UPLOAD?digest=${digestOf('last')}`, 'UploadLayerPart CompleteLayerUpload', 201, 'last'),
  ask('HEAD', 'manifests/tag', 'BatchGetImage', 200),
  ask('GET', 'manifests/tag', 'BatchGetImage', 200),
  ask('HEAD', `manifests/${digestOf(MANIFEST)}`, 'BatchGetImage', 200),
  ask('GET', `manifests/${digestOf(MANIFEST)}`, 'BatchGetImage', 200),
  ask('PUT', 'manifests/new', 'PutImage', 201, MANIFEST),
  ask('PUT', `manifests/${digestOf(MANIFEST)}`, 'PutImage', 201, MANIFEST),
  ask('GET', 'tags/list', 'ListImages', 200),
  ask('DELETE', `manifests/${digestOf(OLD_MANIFEST)}`, 'BatchDeleteImage', 202),
];

async function send({ method, path, body }: Asked) {
  const whole = `/v2/${REPOSITORY}/${path}`;
  const upload = path.startsWith('UPLOAD') ? await root.upload(REPOSITORY) : '';
  return user.send(method, upload ? path.replace('UPLOAD', upload) : whole, body);
}

function denied(method: string, permission: string): string {
  const asked = `User: arn:aws:iam::${ACCOUNT}:user/${USER} is not authorized to perform: ${permission} on resource: ${arn}`;
  const message = `${asked} because no identity-based policy allows the ${permission} action`;
  return method === 'HEAD' ? '' : JSON.stringify({ errors: [{ code: 'DENIED', message }] });
}

describe.each(REQUESTS)('$method $path', (asked) => {
  test.each(asked.needs)('rejects who lacks %s, whatever else they may', async (permission) => {
    await may(PERMISSIONS.filter((name) => name !== permission));
    const { status, text } = await send(asked);
    expect(JSON.parse(text || '""')).toEqual(JSON.parse(denied(asked.method, permission) || '""'));
    expect(status).toBe(403);
  });

  test('rejects who may on repositories of similar names only', async () => {
    const others = ['team/ap', 'team/app2', 'team/app/more', 'app'];
    await may(
      PERMISSIONS,
      others.map((other) => arn.replace(REPOSITORY, other)),
    );
    expect((await send(asked)).status).toBe(403);
  });

  test('needs nothing else', async () => {
    await may(asked.needs);
    const { status, text } = await send(asked);
    expect(`${status} ${status === asked.status ? '' : text}`).toBe(`${asked.status} `);
  });
});

test.each([
  ['GET', '/v2/_catalog'],
  ['GET', `/v2/${REPOSITORY}/blobs/uploads/some-id`],
  ['DELETE', `/v2/${REPOSITORY}/blobs/uploads/some-id`],
  ['DELETE', `/v2/${REPOSITORY}/blobs/${digestOf(LAYER)}`],
  ['POST', `/v2/${REPOSITORY}/manifests/tag`],
  ['GET', `/v2/${REPOSITORY}/referrers/${digestOf(MANIFEST)}`],
  ['GET', '/v2/apis'],
  ['POST', '/v2/'],
])('rejects %s %s, even of the root', async (method, path) => {
  const { status, text } = await root.send(method, path);
  expect(`${status} ${text}`).toContain('405 {"errors": [{"code": "UNSUPPORTED"');
  expect((await root.send('HEAD', `/v2/${REPOSITORY}/blobs/${digestOf(LAYER)}`)).status).toBe(200);
});

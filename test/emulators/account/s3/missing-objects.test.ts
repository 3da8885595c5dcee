import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { LocalAccount } from '../../../../emulators/account/local-account';
import { assumeRole } from '../../support/assume-role';
import { allow, policyOf, trust } from '../support/policy';
import { refusalOf } from '../support/refusal-of';
import { newAccountNumber, openAccount, START_TIMEOUT } from '../support/open-account';

const Bucket = 'objects-that-are-missing';
const BUCKET = `arn:aws:s3:::${Bucket}`;

let account: LocalAccount;
let theirs: LocalAccount;

async function clientOf(owner: LocalAccount, RoleName: string, actions: string[]): Promise<S3Client> {
  const iam = new IAMClient(owner.sdk());
  const AssumeRolePolicyDocument = JSON.stringify(trust({ AWS: `arn:aws:iam::${owner.accountId}:root` }));
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  const PolicyDocument = allow(actions, '*');
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'permissions', PolicyDocument }));
  return new S3Client(owner.sdk(await assumeRole(owner, Role?.Arn ?? '')));
}

beforeAll(async () => {
  account = await openAccount();
  theirs = await openAccount(undefined, newAccountNumber());
  const s3 = new S3Client(account.sdk());
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutObjectCommand({ Bucket, Key: 'there', Body: 'content' }));
}, START_TIMEOUT);
afterAll(() => account.stop());

const get = (client: S3Client, Key: string) => client.send(new GetObjectCommand({ Bucket, Key }));
const head = (client: S3Client, Key: string) => client.send(new HeadObjectCommand({ Bucket, Key }));

test('a role that may read and not list is denied a missing object, and reads one that is there', async () => {
  const reader = await clientOf(account, 'reader', ['s3:GetObject']);
  expect(await refusalOf(get(reader, 'missing'))).toMatch(
    new RegExp(`AccessDenied: .*s3:ListBucket on resource: ${BUCKET} because no identity-based policy`),
  );
  await expect(head(reader, 'missing')).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
  expect(await (await get(reader, 'there')).Body?.transformToString()).toBe('content');
});

test('a role that may list as well is told that an object is missing', async () => {
  const lister = await clientOf(account, 'lister', ['s3:GetObject', 's3:ListBucket']);
  expect(await refusalOf(get(lister, 'missing'))).toMatch(/NoSuchKey/);
  await expect(head(lister, 'missing')).rejects.toMatchObject({ $metadata: { httpStatusCode: 404 } });
});

test('the root of the account is told that an object is missing', async () => {
  expect(await refusalOf(get(new S3Client(account.sdk()), 'missing'))).toMatch(/NoSuchKey/);
});

test('a role of another account is told so only if the policy of the bucket lets it list', async () => {
  const foreigner = await clientOf(theirs, 'foreigner', ['s3:GetObject', 's3:ListBucket']);
  const statement = (Action: string, Resource: string) => ({
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${theirs.accountId}:role/foreigner` },
    Action,
    Resource,
  });
  const reading = statement('s3:GetObject', `${BUCKET}/*`);
  const listing = statement('s3:ListBucket', BUCKET);
  const put = (...statements: object[]) =>
    new S3Client(account.sdk()).send(
      new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(policyOf(...statements)) }),
    );
  await put(reading);
  expect(await refusalOf(get(foreigner, 'missing'))).toMatch(/AccessDenied: .*s3:ListBucket/);
  await put(reading, listing);
  expect(await refusalOf(get(foreigner, 'missing'))).toMatch(/NoSuchKey/);
});

import { DeleteObjectCommand, HeadBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { LocalAccount } from '../../../../emulators/account/local-account';
import { ACCOUNT, openAccount, START_TIMEOUT } from '../support/open-account';
import { refusalOf } from '../support/refusal-of';
import { TestStack } from '../support/test-stack';

const Bucket = `filled-${ACCOUNT}`;

let account: LocalAccount;
let s3: S3Client;

beforeAll(async () => {
  account = await openAccount();
  s3 = new S3Client(account.sdk());
}, START_TIMEOUT);
afterAll(() => account.stop());

test('a bucket that has something in it is not deleted with its stack, and once it is empty is', async () => {
  const stack = new TestStack(account);
  await stack.make({
    Resources: { Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: Bucket } } },
  });
  await s3.send(new PutObjectCommand({ Bucket, Key: 'it', Body: 'what it is' }));
  expect(await stack.delete()).toBe('DELETE_FAILED');
  expect(await stack.failures()).toMatch(
    /The bucket you tried to delete is not empty \(Service: S3, Status Code: 409/,
  );
  await s3.send(new HeadBucketCommand({ Bucket }));

  await s3.send(new DeleteObjectCommand({ Bucket, Key: 'it' }));
  expect(await stack.delete()).toBe('DELETE_COMPLETE');
  expect(await refusalOf(s3.send(new HeadBucketCommand({ Bucket })))).toMatch(/NotFound/);
});

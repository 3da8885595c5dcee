import {
  CreateBucketCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { AwsV4Signer } from 'aws4fetch';
import { LocalAccount } from '../../../../emulators/account/local-account';
import { policyOf } from '../support/policy';
import { sendUnsigned, SignedRequest } from '../support/signed-request';
import { ACCOUNT, openAccount, START_TIMEOUT } from '../support/open-account';

type Request = Omit<SignedRequest, 'service'>;

const [PRIVATE, PUBLIC] = [`private-${ACCOUNT}`, `public-${ACCOUNT}`];

let account: LocalAccount;
let s3: S3Client;

beforeAll(async () => {
  account = await openAccount();
  s3 = new S3Client(account.sdk());
  for (const Bucket of [PRIVATE, PUBLIC]) {
    await s3.send(new CreateBucketCommand({ Bucket }));
    await s3.send(new PutObjectCommand({ Bucket, Key: 'file', Body: 'content' }));
  }
  const statement = {
    Effect: 'Allow',
    Principal: '*',
    Action: 's3:GetObject',
    Resource: `arn:aws:s3:::${PUBLIC}/*`,
  };
  const PublicAccessBlockConfiguration = { BlockPublicPolicy: false, RestrictPublicBuckets: false };
  await s3.send(new PutPublicAccessBlockCommand({ Bucket: PUBLIC, PublicAccessBlockConfiguration }));
  await s3.send(new PutBucketPolicyCommand({ Bucket: PUBLIC, Policy: JSON.stringify(policyOf(statement)) }));
}, START_TIMEOUT);
afterAll(() => account.stop());

const form = (body: string, host = '127.0.0.1'): Request => ({
  headers: { 'content-type': 'application/x-www-form-urlencoded', host },
  body,
});
const json = (target: string): Request => ({
  headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target },
  body: '{}',
});

/** What an account has to refuse to everybody who does not sign. */
const REQUESTS: Record<string, Request> = {
  'a list of buckets': { method: 'GET' },
  'a list of buckets, by its name': { method: 'GET', query: { 'x-id': 'ListBuckets' } },
  'a new bucket': { method: 'PUT', path: '/made-without-signature' },
  'a bucket': { method: 'GET', path: `/${PRIVATE}` },
  'an object': { method: 'GET', path: `/${PRIVATE}/file` },
  'a copy': {
    method: 'PUT',
    path: `/${PRIVATE}/copy`,
    headers: { 'x-amz-copy-source': `/${PRIVATE}/file` },
  },
  'a copy of a bucket': {
    method: 'PUT',
    path: `/${PRIVATE}/copy`,
    headers: { 'x-amz-copy-source': PRIVATE },
  },
  IAM: form('Action=ListUsers&Version=2010-05-08', 'iam.amazonaws.com'),
  'IAM by its address': { method: 'GET', query: { Action: 'ListUsers', Version: '2010-05-08' } },
  'IAM without an action': form('', 'iam.amazonaws.com'),
  CloudFormation: form('Action=ListStacks', 'cloudformation.eu-west-1.amazonaws.com'),
  STS: form('Action=GetCallerIdentity&Version=2011-06-15', 'sts.amazonaws.com'),
  'a service that speaks JSON': json('AmazonEC2ContainerRegistry_V20150921.DescribeRepositories'),
  'a service without an action': json('Logs_20140328.'),
  'a service that was added': json('CodePipeline_20150709.ListPipelines'),
  'a service with paths': { method: 'GET', path: '/2015-03-31/functions' },
};

/** Addresses that are signed with nothing. */
const unsignedAddress = (service: string) => {
  const now = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  return {
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${account.root.accessKeyId}/${now.slice(0, 8)}/${account.region}/${service}/aws4_request`,
    'X-Amz-Date': now,
    'X-Amz-Expires': '900',
    'X-Amz-SignedHeaders': 'host',
    'X-Amz-Signature': '00',
  };
};

describe.each(Object.entries(REQUESTS))('%s', (_, request) => {
  const REFUSED =
    /AccessDenied|MissingAuthenticationToken|IncompleteSignature|InvalidRequest|SignatureDoesNotMatch|InvalidSignature/;

  test('is refused without a signature', async () => {
    const { status, text } = await sendUnsigned(account, request);
    expect([400, 403]).toContain(status);
    expect(text).toMatch(/<Code>(AccessDenied|MissingAuthenticationToken)<|MissingAuthenticationToken/);
  });

  test.each(['Bearer token', 'Basic QVdTOnRva2Vu', 'token'])(
    'is refused with "%s"',
    async (authorization) => {
      const headers = { ...request.headers, authorization };
      const { status, text } = await sendUnsigned(account, { ...request, headers });
      expect([400, 403]).toContain(status);
      expect(text).toMatch(REFUSED);
    },
  );

  test.each(['s3', 'iam'])(
    'is refused to an address that names a key for %s and signs nothing',
    async (service) => {
      for (const authorization of [undefined, 'Bearer token']) {
        const { status, text } = await sendUnsigned(account, {
          ...request,
          headers: { ...request.headers, ...(authorization && { authorization }) },
          query: { ...request.query, ...unsignedAddress(service) },
        });
        expect([400, 403]).toContain(status);
        expect(text).toMatch(REFUSED);
      }
    },
  );
});

describe('what AWS answers without a signature of a header', () => {
  test('an object that the policy of its bucket opens to everybody, and nothing else there', async () => {
    const open = await sendUnsigned(account, { method: 'GET', path: `/${PUBLIC}/file` });
    expect(open).toEqual({ status: 200, text: 'content' });
    expect((await sendUnsigned(account, { method: 'GET', path: `/${PUBLIC}` })).status).toBe(403);
    expect((await sendUnsigned(account, { method: 'DELETE', path: `/${PUBLIC}/file` })).status).toBe(403);
  });

  test('a token of an identity provider, which is looked at', async () => {
    const { text } = await sendUnsigned(
      account,
      form(
        'Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleSessionName=test&WebIdentityToken=none' +
          `&RoleArn=arn:aws:iam::${ACCOUNT}:role/none`,
        'sts.amazonaws.com',
      ),
    );
    expect(text).toContain('<Code>InvalidIdentityToken<');
  });

  test('an object by an address that is signed', async () => {
    const signer = new AwsV4Signer({
      url: `${account.endpoint}/${PRIVATE}/file`,
      method: 'GET',
      service: 's3',
      region: account.region,
      signQuery: true,
      ...account.root,
    });
    const { url } = await signer.sign();
    const query = Object.fromEntries(url.searchParams);
    const get = (path: string) =>
      sendUnsigned(account, { method: 'GET', path, query, headers: { host: url.host } });
    expect(await get(`/${PRIVATE}/file`)).toEqual({ status: 200, text: 'content' });
    expect((await get(`/${PRIVATE}/other`)).status).toBe(403);
  });

  test('whether the account is up', async () => {
    const { status } = await sendUnsigned(account, { method: 'GET', path: '/_ministack/health' });
    expect(status).toBe(200);
  });
});

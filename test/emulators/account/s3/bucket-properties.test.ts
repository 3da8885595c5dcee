import {
  CreateBucketCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketTaggingCommand,
  PutBucketLifecycleConfigurationCommand,
  LifecycleRule,
  S3Client,
} from '@aws-sdk/client-s3';
import { LocalAccount } from '../../../../emulators/account/local-account';
import { stackUnder } from '../cloudformation/execution-role';
import { refusalOf } from '../support/refusal-of';
import { ACCOUNT, newAccountNumber, openAccount, START_TIMEOUT } from '../support/open-account';
import { Template, TestStack } from '../support/test-stack';

const THEIRS = newAccountNumber();

let account: LocalAccount;
let s3: S3Client;

beforeAll(async () => {
  account = await openAccount();
  s3 = new S3Client(account.sdk());
}, START_TIMEOUT);
afterAll(() => account.stop());

const template = (Properties: object = {}): Template => ({
  Resources: { Bucket: { Type: 'AWS::S3::Bucket', Properties } },
  Outputs: { Ref: { Value: { Ref: 'Bucket' } } },
});
const lifecycle = (...Rules: object[]) => ({ LifecycleConfiguration: { Rules } });

async function rules(stack: TestStack): Promise<LifecycleRule[] | undefined> {
  const Bucket = await stack.output('Ref');
  return (await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))).Rules;
}

describe('the lifecycle of a bucket', () => {
  test('is kept as its template writes it, changes with it, and goes with it', async () => {
    const stack = new TestStack(account);
    const expiring = {
      Id: 'old',
      Status: 'Enabled',
      Prefix: 'builds/',
      ExpirationInDays: 90,
      NoncurrentVersionExpiration: { NoncurrentDays: 30, NewerNoncurrentVersions: 2 },
      Transitions: [{ StorageClass: 'GLACIER_IR', TransitionInDays: 10 }],
      NoncurrentVersionTransitions: [{ StorageClass: 'STANDARD_IA', TransitionInDays: 30 }],
    };
    const aborting = { Status: 'Disabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 3 } };
    expect(await stack.create(template(lifecycle(expiring, aborting)))).toBe('CREATE_COMPLETE');
    expect(await rules(stack)).toMatchObject([
      {
        ID: 'old',
        Status: 'Enabled',
        Filter: { Prefix: 'builds/' },
        Expiration: { Days: 90 },
        NoncurrentVersionExpiration: { NoncurrentDays: 30, NewerNoncurrentVersions: 2 },
        Transitions: [{ Days: 10, StorageClass: 'GLACIER_IR' }],
        NoncurrentVersionTransitions: [{ NoncurrentDays: 30, StorageClass: 'STANDARD_IA' }],
      },
      { Status: 'Disabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 3 } },
    ]);
    const tagged = {
      Status: 'Enabled',
      Prefix: 'p',
      TagFilters: [{ Key: 'k', Value: 'v' }],
      ExpiredObjectDeleteMarker: true,
    };
    expect(await stack.update(template(lifecycle(tagged)))).toBe('UPDATE_COMPLETE');
    expect(await rules(stack)).toMatchObject([
      {
        Filter: { And: { Prefix: 'p', Tags: [{ Key: 'k', Value: 'v' }] } },
        Expiration: { ExpiredObjectDeleteMarker: true },
      },
    ]);
    expect(await stack.update(template())).toBe('UPDATE_COMPLETE');
    expect(await refusalOf(rules(stack))).toContain('NoSuchLifecycleConfiguration');
  });

  const NONSENSE: [string, object[], string][] = [
    ['no rules', [], 'not well-formed'],
    ['no action', [{ Status: 'Enabled' }], 'At least one action needs to be specified in a rule'],
    ['another status', [{ Status: 'On', ExpirationInDays: 1 }], 'not well-formed'],
    [
      'no days',
      [{ Status: 'Enabled', ExpirationInDays: 0 }],
      "'Days' in Expiration action must be a positive integer",
    ],
    [
      'a class too early',
      [{ Status: 'Enabled', Transitions: [{ StorageClass: 'STANDARD_IA', TransitionInDays: 29 }] }],
      "greater than or equal to 30 for storageClass 'STANDARD_IA'",
    ],
    [
      'an unknown class',
      [{ Status: 'Enabled', Transitions: [{ StorageClass: 'CHEAP', TransitionInDays: 30 }] }],
      'not well-formed',
    ],
    [
      'an id twice',
      [1, 2].map((days) => ({ Id: 'a', Status: 'Enabled', ExpirationInDays: days })),
      'Rule ID must be unique',
    ],
    [
      'an unknown property',
      [{ Status: 'Enabled', ExpireInDays: 1 }],
      'extraneous key [ExpireInDays] is not permitted',
    ],
    [
      'uploads by tags',
      [
        {
          Status: 'Enabled',
          TagFilters: [{ Key: 'k', Value: 'v' }],
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
        },
      ],
      'cannot be specified with Tags',
    ],
    [
      'days and a marker',
      [{ Status: 'Enabled', ExpirationInDays: 1, ExpiredObjectDeleteMarker: true }],
      'not well-formed',
    ],
  ];

  test.each(NONSENSE)('is refused with %s', async (_, wrong, words) => {
    const stack = new TestStack(account);
    expect(await stack.create(template(lifecycle(...wrong)))).toBe('ROLLBACK_COMPLETE');
    expect(await stack.failures()).toContain(words);
  });

  test('is refused to callers of S3 itself', async () => {
    await s3.send(new CreateBucketCommand({ Bucket: `direct-${ACCOUNT}` }));
    const put = (Rules: LifecycleRule[]) =>
      s3.send(
        new PutBucketLifecycleConfigurationCommand({
          Bucket: `direct-${ACCOUNT}`,
          LifecycleConfiguration: { Rules },
        }),
      );
    expect(await refusalOf(put([{ Status: 'Enabled', Filter: {} }]))).toContain('At least one action');
    await put([{ Status: 'Enabled', Filter: {}, Expiration: { Days: 1 } }]);
  });

  test('needs the permission to write it', async () => {
    const grants = [{ Action: '*' }, { Effect: 'Deny' as const, Action: 's3:PutLifecycleConfiguration' }];
    const { stack, create } = await stackUnder(account, ...grants);
    const properties = lifecycle({ Status: 'Enabled', ExpirationInDays: 1 });
    expect(await create(template(properties))).toBe('ROLLBACK_COMPLETE');
    expect(await stack.failures()).toContain('s3:PutLifecycleConfiguration');
  });
});

test('the tags of a bucket are those of its template and its stack', async () => {
  const stack = new TestStack(account);
  stack.tags = [{ Key: 'team', Value: 'images' }];
  expect(await stack.create(template({ Tags: [{ Key: 'own', Value: 'one' }] }))).toBe('CREATE_COMPLETE');
  const Bucket = await stack.output('Ref');
  const tags = async () => (await s3.send(new GetBucketTaggingCommand({ Bucket }))).TagSet;
  expect(await tags()).toEqual(expect.arrayContaining([{ Key: 'own', Value: 'one' }, ...stack.tags]));
  stack.tags = [];
  expect(await stack.update(template({ Tags: [{ Key: 'own', Value: 'two' }] }))).toBe('UPDATE_COMPLETE');
  expect(await tags()).toContainEqual({ Key: 'own', Value: 'two' });
  expect(await tags()).not.toContainEqual({ Key: 'team', Value: 'images' });
});

test('a name may be made of the id of the stack', async () => {
  const id = {
    'Fn::Select': [
      4,
      { 'Fn::Split': ['-', { 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] }] },
    ],
  };
  const stack = new TestStack(account);
  const BucketName = { 'Fn::Join': ['-', ['own', { Ref: 'AWS::AccountId' }, id]] };
  expect(await stack.create(template({ BucketName }))).toBe('CREATE_COMPLETE');
  expect(await stack.output('Ref')).toMatch(new RegExp(`^own-${ACCOUNT}-[0-9a-f]{12}$`));
  expect(await stack.update(template({ BucketName, VersioningConfiguration: { Status: 'Enabled' } }))).toBe(
    'UPDATE_COMPLETE',
  );
  expect(await new TestStack(account).create(template({ BucketName }))).toBe('CREATE_COMPLETE');
});

test('a bucket of another account is refused by its name', async () => {
  const theirs = account.another(THEIRS);
  await new S3Client(theirs.sdk()).send(new CreateBucketCommand({ Bucket: `theirs-${ACCOUNT}` }));
  const stack = new TestStack(account);
  expect(await stack.create(template({ BucketName: `theirs-${ACCOUNT}` }))).toBe('ROLLBACK_COMPLETE');
});

describe.each(['aws:ResourceAccount', 's3:ResourceAccount'])('%s', (key) => {
  const own = { StringEquals: { [key]: ACCOUNT } };

  test('is the account of a bucket in all that CloudFormation does, and the caller’s at its creation', async () => {
    const BucketName = `own-${ACCOUNT}-${key.replace(':', '-').toLowerCase()}`;
    const properties = { BucketName, ...lifecycle({ Status: 'Enabled', ExpirationInDays: 1 }) };
    const rest = { Action: 's3:*', Condition: own };
    const { stack, create } = await stackUnder(account, rest);
    expect(await create(template(properties))).toBe('CREATE_COMPLETE');
    const versioned = { ...properties, VersioningConfiguration: { Status: 'Enabled' } };
    expect(await stack.update(template(versioned))).toBe('UPDATE_COMPLETE');
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
  });

  test('is that of another account where the bucket is', async () => {
    const Bucket = `theirs-${ACCOUNT}-${key.replace(':', '-').toLowerCase()}`;
    await new S3Client(account.another(THEIRS).sdk()).send(new CreateBucketCommand({ Bucket }));
    const PolicyDocument = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: `arn:aws:s3:::${Bucket}/*` }],
    };
    const policy: Template = {
      Resources: { Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket, PolicyDocument } } },
    };
    const { stack, create } = await stackUnder(account, { Action: 's3:*', Condition: own });
    expect(await create(policy)).toBe('ROLLBACK_COMPLETE');
    expect(await stack.failures()).toContain(`BucketPolicy on resource: arn:aws:s3:::${Bucket} `);
  });
});

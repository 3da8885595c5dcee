import { exactStatements, Statement } from '../../../lib/least-privilege/exact-statements';

const BUCKET = { 'Fn::GetAtt': ['Bucket', 'Arn'] };
const OBJECTS = { 'Fn::Join': ['', [BUCKET, '/*']] };
const ROLES = ['arn:aws:iam::111111111111:role/deploy'];
const KEYS = { arns: ['arn:aws:kms:eu-central-1:111111111111:key/*'], aliases: ['alias/artifacts'] };

function allow(Action: string | string[], Resource: unknown): Statement {
  return { Effect: 'Allow', Action, Resource };
}

test('a family of actions becomes the actions that are needed, each on what it can be used on', () => {
  expect(exactStatements(allow(['s3:GetObject*', 's3:GetBucket*'], [BUCKET, OBJECTS]), ROLES, KEYS)).toEqual([
    allow(['s3:GetBucketAcl', 's3:GetBucketLocation', 's3:GetBucketVersioning'], [BUCKET]),
    allow(['s3:GetObject', 's3:GetObjectVersion'], [OBJECTS]),
  ]);
});

test('an action without use is left out, and with it a statement that holds nothing else', () => {
  expect(
    exactStatements(allow(['codebuild:CreateReport', 'codebuild:UpdateReport'], 'arn:x'), ROLES, KEYS),
  ).toEqual([]);
});

test('a log group is named as policies refer to it, with its streams', () => {
  const group = 'arn:aws:logs:eu-west-1:111111111111:log-group:/aws/a';
  const streams = {
    'Fn::Join': ['', ['arn:aws:logs:eu-west-1:', { Ref: 'AWS::AccountId' }, ':log-group:/aws/a:*']],
  };
  expect(exactStatements(allow('logs:PutLogEvents', [group, streams]), ROLES, KEYS)).toEqual([
    allow(['logs:PutLogEvents'], [streams]),
  ]);
});

test('any role becomes the roles of the bootstrap', () => {
  const any = { 'Fn::Join': ['', ['arn:*:iam::', { Ref: 'AWS::AccountId' }, ':role/*']] };
  expect(exactStatements({ ...allow('sts:AssumeRole', any), Condition: {} }, ROLES, KEYS)).toEqual([
    allow('sts:AssumeRole', ROLES),
  ]);
});

test.each([{ any: 'arn:*:iam::111111111111:role/*' }, { any: ['arn:*:iam::111111111111:role/*'] }])(
  'any role is any role in one account too, alone or in a list: $any',
  ({ any }) => {
    expect(exactStatements(allow('sts:AssumeRole', any), ROLES, KEYS)).toEqual([
      allow('sts:AssumeRole', ROLES),
    ]);
  },
);

test('any key becomes the keys with the aliases of the pipeline, beside those that are named', () => {
  expect(exactStatements(allow(['kms:Decrypt', 'kms:ReEncrypt*'], ['*', BUCKET]), ROLES, KEYS)).toEqual([
    allow(['kms:Decrypt'], [BUCKET]),
    {
      ...allow(['kms:Decrypt'], KEYS.arns),
      Condition: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': KEYS.aliases } },
    },
  ]);
});

test('any key becomes none where the pipeline has none in other regions', () => {
  const none = { arns: [], aliases: [] };
  expect(exactStatements(allow('kms:Decrypt', '*'), ROLES, none)).toEqual([]);
});

test('the policy of a key keeps the key, and gives its account exact actions', () => {
  const statement = { ...allow('kms:*', '*'), Principal: { AWS: 'arn:aws:iam::111111111111:root' } };
  const [exact] = exactStatements(statement, ROLES, KEYS);
  expect(exact).toMatchObject({ Resource: ['*'], Principal: statement.Principal });
  expect(exact.Action).toContain('kms:PutKeyPolicy');
  expect(JSON.stringify(exact.Action)).not.toContain('*');
});

test('describing every stack and listing every bucket is not needed', () => {
  expect(
    exactStatements(allow(['cloudformation:DescribeStacks', 's3:ListBucket'], '*'), ROLES, KEYS),
  ).toEqual([]);
});

test('a Deny stays as wide as it is', () => {
  const deny: Statement = { Effect: 'Deny', Action: 's3:*', Resource: [BUCKET, OBJECTS] };
  expect(exactStatements(deny, ROLES, KEYS)).toEqual([deny]);
});

test('exact actions stay, with their conditions', () => {
  const statement = {
    ...allow(['ecr:PutImage'], ['arn:x']),
    Condition: { Bool: { 'aws:SecureTransport': 'true' } },
  };
  expect(exactStatements(statement, ROLES, KEYS)).toEqual([statement]);
});

import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { allowsOf, branches, isExact, texts } from '../../../../lib/least-privilege/rules/policy-statements';

const ALLOW = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::a/b' };
const NOTHING = { Ref: 'AWS::NoValue' };
const either = (one: unknown, other: unknown) => ({ 'Fn::If': ['Condition', one, other] });

function policy(PolicyDocument: unknown) {
  return allowsOf({ Type: 'AWS::IAM::Policy', Properties: { PolicyDocument } });
}

describe('an Allow is seen', () => {
  const read = [{ ...ALLOW, kind: 'identity' }];
  test.each([
    ['alone', { Statement: ALLOW }],
    ['in a list', { Statement: [ALLOW] }],
    ['in a choice between statements', { Statement: [either(NOTHING, ALLOW)] }],
    ['in a choice between lists', { Statement: either([], [ALLOW]) }],
    ['in a choice between documents', either({ Statement: [] }, { Statement: [ALLOW] })],
    ['in a choice within a choice', either(NOTHING, either(NOTHING, { Statement: ALLOW }))],
    ['in JSON text', JSON.stringify({ Statement: ALLOW })],
  ])('%s', (_, document) => {
    expect(policy(document)).toEqual(read);
  });

  test('in JSON text with references', () => {
    const stack = new Stack(undefined, 'Stack');
    const Resource = stack.formatArn({ service: 's3', resource: 'a' });
    const text: unknown = stack.resolve(stack.toJsonString({ Statement: { ...ALLOW, Resource } }));
    expect(policy(text)).toEqual([
      expect.objectContaining({
        Resource: 'arn:<AWS::Partition>:s3:<AWS::Region>:<AWS::AccountId>:a',
      }),
    ]);
  });

  test('in what CDK makes of a document', () => {
    const document = new iam.PolicyDocument({
      statements: [new iam.PolicyStatement({ actions: [ALLOW.Action], resources: [ALLOW.Resource] })],
    });
    expect(policy(new Stack(undefined, 'Stack').resolve(document))).toEqual(read);
  });

  test('when only the deployment knows whether it is one', () => {
    expect(policy({ Statement: { ...ALLOW, Effect: { Ref: 'Parameter' } } })).toHaveLength(1);
  });
});

test('a Deny is none', () => {
  expect(policy({ Statement: [{ ...ALLOW, Effect: 'Deny' }] })).toEqual([]);
});

test('policies are told apart by what they are of', () => {
  const document = { Statement: ALLOW };
  const kinds = (Type: string, Properties: Record<string, unknown>) =>
    allowsOf({ Type, Properties }).map(({ kind }) => kind);

  for (const type of ['Policy', 'ManagedPolicy', 'RolePolicy', 'GroupPolicy', 'UserPolicy']) {
    expect(kinds(`AWS::IAM::${type}`, { PolicyDocument: document })).toEqual(['identity']);
  }
  for (const type of ['Role', 'Group', 'User']) {
    const Policies = [either({ PolicyName: 'p', PolicyDocument: document }, NOTHING)];
    expect(kinds(`AWS::IAM::${type}`, { Policies })).toEqual(['identity']);
    expect(kinds(`AWS::IAM::${type}`, { Policies: either(Policies, []) })).toEqual(['identity']);
  }
  for (const type of ['S3::BucketPolicy', 'SNS::TopicPolicy', 'SQS::QueuePolicy']) {
    expect(kinds(`AWS::${type}`, { PolicyDocument: document })).toEqual(['resource']);
  }
  expect(kinds('AWS::KMS::Key', { KeyPolicy: document })).toEqual(['resource']);
  expect(kinds('AWS::ECR::Repository', { RepositoryPolicyText: document })).toEqual(['resource']);
  expect(kinds('AWS::IAM::Role', { AssumeRolePolicyDocument: document })).toEqual(['trust']);
});

test.each([
  ['a document that is a reference', { Ref: 'Parameter' }],
  ['a document from elsewhere', { 'Fn::Transform': { Name: 'AWS::Include' } }],
  ['a statement from elsewhere', { Statement: [{ 'Fn::Transform': { Name: 'AWS::Include' } }] }],
  ['a text that is no JSON', 'allow everything'],
])('rejects %s, which no rule could read', (_, document) => {
  expect(() => policy(document)).toThrow(/has no (Statement|Effect), expected one|JSON/);
});

test('texts keep what stands around a reference', () => {
  const sub = { 'Fn::Sub': 'arn:${AWS::Partition}:iam::1:role/*' };
  const join = { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, '/*']] };
  expect(texts([sub, join, { Ref: 'Topic' }])).toEqual([
    'arn:<AWS::Partition>:iam::1:role/*',
    '<Bucket.Arn>/*',
    '<Topic>',
  ]);
  expect(texts('one')).toEqual(['one']);
  expect(texts(undefined)).toEqual([]);
});

test('a choice has the values of all its branches', () => {
  expect(branches(either('a', ['b', either('c', NOTHING)]))).toEqual(['a', 'b', 'c']);
});

test('only values that stand there in full are exact', () => {
  for (const values of ['a', ['a', 'b']]) expect(isExact(values)).toBe(true);
  for (const values of [undefined, [], ['a', 'b*'], 'a?', { Ref: 'Parameter' }, either('a', NOTHING)]) {
    expect(isExact(values)).toBe(false);
  }
});

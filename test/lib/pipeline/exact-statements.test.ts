import { exactStatements, Statement } from '../../../lib/pipeline/exact-statements';

const BUCKET = { 'Fn::GetAtt': ['Bucket', 'Arn'] };
const OBJECTS = { 'Fn::Join': ['', [BUCKET, '/*']] };
const ROLES = ['arn:aws:iam::111111111111:role/deploy'];

function allow(Action: string | string[], Resource: unknown): Statement {
  return { Effect: 'Allow', Action, Resource };
}

test('a family of actions becomes the actions that are needed, each on what it can be used on', () => {
  expect(exactStatements(allow(['s3:GetObject*', 's3:List*'], [BUCKET, OBJECTS]), ROLES)).toEqual([
    allow(['s3:ListBucket'], [BUCKET]),
    allow(['s3:GetObject', 's3:GetObjectVersion'], [OBJECTS]),
  ]);
});

test('what nobody needs is left out, and with it a statement that holds nothing else', () => {
  expect(
    exactStatements(allow(['codebuild:CreateReport', 'codebuild:UpdateReport'], 'arn:x'), ROLES),
  ).toEqual([]);
});

test('any role becomes the roles of the bootstrap', () => {
  const any = { 'Fn::Join': ['', ['arn:*:iam::', { Ref: 'AWS::AccountId' }, ':role/*']] };
  expect(exactStatements({ ...allow('sts:AssumeRole', any), Condition: {} }, ROLES)).toEqual([
    allow('sts:AssumeRole', ROLES),
  ]);
});

test('describing every stack and listing every bucket is not needed', () => {
  expect(exactStatements(allow(['cloudformation:DescribeStacks', 's3:ListBucket'], '*'), ROLES)).toEqual([]);
});

test('a Deny stays as wide as it is', () => {
  const deny: Statement = { Effect: 'Deny', Action: 's3:*', Resource: [BUCKET, OBJECTS] };
  expect(exactStatements(deny, ROLES)).toEqual([deny]);
});

test('exact actions stay, with their conditions', () => {
  const statement = {
    ...allow(['ecr:PutImage'], ['arn:x']),
    Condition: { Bool: { 'aws:SecureTransport': 'true' } },
  };
  expect(exactStatements(statement, ROLES)).toEqual([statement]);
});

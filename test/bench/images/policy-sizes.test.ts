import { policySizes } from '../../../bench/images/policy-sizes';

const DOCUMENT = { Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::a/*' }] };
const LENGTH = JSON.stringify(DOCUMENT).length;

describe('sizes of policies', () => {
  test('the inline policies of a role count together, its own and those beside it', () => {
    const { ofRole } = policySizes({
      Resources: {
        Role: {
          Type: 'AWS::IAM::Role',
          Properties: { AssumeRolePolicyDocument: DOCUMENT, Policies: [{ PolicyDocument: DOCUMENT }] },
        },
        Beside: {
          Type: 'AWS::IAM::Policy',
          Properties: { PolicyDocument: DOCUMENT, Roles: [{ Ref: 'Role' }] },
        },
        Other: {
          Type: 'AWS::IAM::Policy',
          Properties: { PolicyDocument: DOCUMENT, Roles: [{ Ref: 'Another' }] },
        },
      },
    });
    expect(ofRole).toBe(2 * LENGTH);
  });

  test('those of a group, managed policies and trusts are told apart', () => {
    const sizes = policySizes({
      Resources: {
        Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: [] } } },
        Group: { Type: 'AWS::IAM::Group' },
        Inline: {
          Type: 'AWS::IAM::Policy',
          Properties: { PolicyDocument: DOCUMENT, Groups: [{ Ref: 'Group' }] },
        },
        Managed: {
          Type: 'AWS::IAM::ManagedPolicy',
          Properties: { PolicyDocument: { ...DOCUMENT, Version: '2012-10-17' }, Groups: [{ Ref: 'Group' }] },
        },
      },
    });
    expect(sizes).toEqual({
      ofRole: 0,
      ofGroup: LENGTH,
      managed: LENGTH + ',"Version":"2012-10-17"'.length,
      trust: '{"Statement":[]}'.length,
    });
  });

  test('references count as what they become', () => {
    const arn = {
      'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::', { Ref: 'AWS::AccountId' }]],
    };
    const size = (Resource: unknown) =>
      policySizes({
        Resources: {
          Bucket: { Type: 'AWS::S3::Bucket' },
          Named: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'artifacts' } },
          Policy: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { Resource } } },
        },
      }).managed;
    expect(size(arn)).toBe(size('arn:aws:s3:::111111111111'));
    const substituted = { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::${AWS::AccountId}' };
    expect(size(substituted)).toBe(size('arn:aws:s3:::111111111111'));
    expect(size({ 'Fn::GetAtt': ['Named', 'Arn'] })).toBe(size('arn:aws:s3:::artifacts'));
    expect(size({ 'Fn::GetAtt': ['Bucket', 'Arn'] })).toBe(size(`arn:aws:s3:::${'b'.repeat(63)}`));
  });

  test.each([
    [
      'an attribute of a type that is not known',
      { 'Fn::GetAtt': ['Topic', 'Arn'] },
      /no length is known for Arn of Topic/,
    ],
    ['another attribute than an ARN', { 'Fn::GetAtt': ['Topic', 'Name'] }, /expected an ARN/],
    ['another function', { 'Fn::ImportValue': 'Other' }, /Fn::ImportValue in a policy/],
  ])('rejects %s', (_, Resource, message) => {
    const template = {
      Resources: {
        Topic: { Type: 'AWS::SNS::Topic' },
        Policy: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { Resource } } },
      },
    };
    expect(() => policySizes(template)).toThrow(message);
  });
});

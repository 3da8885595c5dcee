import { App, CfnResource, Stack, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { SlipwayChecks } from '../../../../lib/pipeline/checks/slipway-checks';
import { permissionsBoundaryArn } from '../../../../lib/pipeline/permissions-boundary';
import { exampleApp } from '../../example-app';

const ISSUER = 'token.actions.githubusercontent.com';
const PROVIDER = `arn:aws:iam::111111111111:oidc-provider/${ISSUER}`;
const EXACT = { [`${ISSUER}:aud`]: 'sts.amazonaws.com', [`${ISSUER}:sub`]: 'repo:o/r:environment:Release' };

/** Ids of what the rules find in a stack. */
function findings(build: (stack: Stack) => void): string[] {
  const app = exampleApp();
  const stack = new Stack(app, 'Example', { env: { account: '111111111111', region: 'eu-west-1' } });
  build(stack);
  return new SlipwayChecks(app).validateScope(stack).violations.map(({ ruleName }) => ruleName);
}

function resource(type: string, properties: object) {
  return findings((stack) => new CfnResource(stack, 'Resource', { type, properties: { ...properties } }));
}

/** What is found in a policy with one statement of an identity. */
function identity(statement: object): string[] {
  const PolicyDocument = { Statement: [{ Effect: 'Allow', Resource: 'arn:aws:s3:::a', ...statement }] };
  return resource('AWS::IAM::Policy', { PolicyName: 'p', Roles: ['r'], PolicyDocument });
}

/** What is found in the policy of a bucket. */
function bucket(statement: object): string[] {
  const PolicyDocument = { Statement: { Effect: 'Allow', Action: 's3:GetObject', ...statement } };
  return resource('AWS::S3::BucketPolicy', { Bucket: 'b', PolicyDocument });
}

/** What is found in the trust policy of a role that has its boundary. */
function trust(statement: object): string[] {
  return findings((stack) => {
    new CfnResource(stack, 'Role', {
      type: 'AWS::IAM::Role',
      properties: {
        PermissionsBoundary: permissionsBoundaryArn(stack),
        AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', ...statement }] },
      },
    });
  });
}

const token = (statement: object) =>
  trust({ Action: 'sts:AssumeRoleWithWebIdentity', Principal: { Federated: PROVIDER }, ...statement });

describe('WildcardAction', () => {
  test.each([
    ['a service', { Action: 's3:*' }, 'Action::s3:*'],
    ['a family, in a list', { Action: ['s3:GetObject', 's3:List*'] }, 'Action::s3:List*'],
    ['one letter', { Action: 's3:GetObjec?' }, 'Action::s3:GetObjec?'],
    ['all but some', { NotAction: 'iam:CreateUser' }, 'NotAction::iam:CreateUser'],
  ])('finds %s', (_, statement, finding) => {
    expect(identity(statement)).toEqual([`Slipway-WildcardAction[${finding}]`]);
  });

  test('finds it in policies of every kind', () => {
    const Statement = [{ Effect: 'Allow', Action: 'x:*', Principal: { AWS: '111111111111' } }];
    const finding = ['Slipway-WildcardAction[Action::x:*]'];
    expect(resource('AWS::KMS::Key', { KeyPolicy: { Statement } })).toEqual(finding);
    expect(resource('AWS::ECR::Repository', { RepositoryPolicyText: { Statement } })).toEqual(finding);
    expect(resource('AWS::SNS::TopicPolicy', { PolicyDocument: { Statement } })).toEqual(finding);
    expect(resource('AWS::IAM::Group', { Policies: [{ PolicyDocument: { Statement } }] })).toEqual(finding);
    expect(trust({ Action: 'sts:*', Principal: { Service: 'ecr.amazonaws.com' } })).toEqual([
      'Slipway-WildcardAction[Action::sts:*]',
    ]);
  });

  test('passes exact actions, and a Deny of many', () => {
    expect(identity({ Action: ['s3:GetObject', 's3:ListBucket'] })).toEqual([]);
    expect(identity({ Effect: 'Deny', Action: 's3:*' })).toEqual([]);
  });
});

describe('WildcardResource', () => {
  const logs = 'arn:aws:logs:eu-west-1:111111111111:log-group';
  test.each([
    ['everything', { Action: 's3:GetObject', Resource: '*' }, '*'],
    [
      'everything, for one action too many',
      { Action: ['ecr:GetAuthorizationToken', 'ecr:PutImage'], Resource: '*' },
      '*',
    ],
    ['buckets of others', { Action: 's3:GetObject', Resource: 'arn:aws:s3:::a*/*' }, 'arn:aws:s3:::a*/*'],
    ['log groups of others', { Action: 'logs:PutLogEvents', Resource: `${logs}:*` }, `${logs}:*`],
    [
      'any key',
      { Action: 'kms:Decrypt', Resource: 'arn:aws:kms:eu-west-1:1:key/*' },
      'arn:aws:kms:eu-west-1:1:key/*',
    ],
    [
      'keys by a pattern of aliases',
      {
        Action: 'kms:Decrypt',
        Resource: 'arn:aws:kms:eu-west-1:1:key/*',
        Condition: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/*' } },
      },
      'arn:aws:kms:eu-west-1:1:key/*',
    ],
    [
      'the end of a reference',
      {
        Action: 'sts:AssumeRole',
        Resource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::1:role/*']] },
      },
      'arn:<AWS::Partition>:iam::1:role/*',
    ],
  ])('finds %s', (_, statement, finding) => {
    expect(identity(statement)).toEqual([`Slipway-WildcardResource[Resource::${finding}]`]);
  });

  test('finds all but some', () => {
    const statement = { Action: 's3:GetObject', Resource: undefined, NotResource: 'arn:aws:s3:::a' };
    expect(identity(statement)).toEqual(['Slipway-WildcardResource[NotResource::arn:aws:s3:::a]']);
  });

  test('passes wildcards where AWS has no other', () => {
    expect(identity({ Action: 'ecr:GetAuthorizationToken', Resource: '*' })).toEqual([]);
    expect(identity({ Action: ['s3:GetObject'], Resource: 'arn:aws:s3:::a/*' })).toEqual([]);
    expect(identity({ Action: 'logs:PutLogEvents', Resource: `${logs}:/aws/codebuild/a:*` })).toEqual([]);
    const Condition = { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': ['alias/a'] } };
    expect(identity({ Action: 'kms:Decrypt', Resource: 'arn:aws:kms:eu-west-1:1:key/*', Condition })).toEqual(
      [],
    );
  });

  test('passes what CDK writes for the objects of a bucket', () => {
    expect(
      findings((stack) => {
        const group = new iam.Group(stack, 'Group');
        group.addToPolicy(
          new iam.PolicyStatement({
            actions: ['s3:GetObject'],
            resources: [new s3.Bucket(stack, 'Bucket').arnForObjects('*')],
          }),
        );
      }),
    ).toEqual([]);
  });
});

describe('WildcardPrincipal', () => {
  test.each([
    ['everybody', { Principal: '*' }, 'Principal::*'],
    ['everybody on AWS', { Principal: { AWS: '*' } }, 'Principal::*'],
    ['everybody in a list', { Principal: { AWS: ['111111111111', '*'] } }, 'Principal::*'],
    ['a pattern', { Principal: { AWS: 'arn:aws:iam::*:root' } }, 'Principal::arn:aws:iam::*:root'],
    ['all but some', { NotPrincipal: { AWS: '111111111111' } }, 'NotPrincipal::111111111111'],
  ])('finds %s', (_, statement, finding) => {
    expect(bucket(statement)).toEqual([`Slipway-WildcardPrincipal[${finding}]`]);
  });

  test('finds it in a trust policy', () => {
    expect(trust({ Action: 'sts:AssumeRole', Principal: '*' })).toEqual([
      'Slipway-WildcardPrincipal[Principal::*]',
    ]);
  });

  test('passes principals by their names, and a Deny for everybody', () => {
    expect(bucket({ Principal: { AWS: ['111111111111'], Service: 'logs.amazonaws.com' } })).toEqual([]);
    expect(bucket({ Effect: 'Deny', Principal: '*' })).toEqual([]);
  });
});

describe('WebIdentityTrust', () => {
  test.each([
    ['no condition', {}, [`StringEquals::${ISSUER}:aud`, `StringEquals::${ISSUER}:sub`]],
    [
      'no subject',
      { Condition: { StringEquals: { [`${ISSUER}:aud`]: 'sts.amazonaws.com' } } },
      [`StringEquals::${ISSUER}:sub`],
    ],
    [
      'a subject with a wildcard',
      {
        Condition: { StringEquals: { ...EXACT, [`${ISSUER}:sub`]: ['repo:o/r:environment:A', 'repo:o/*'] } },
      },
      [`StringEquals::${ISSUER}:sub`],
    ],
    [
      'a pattern',
      { Condition: { StringEquals: EXACT, StringLike: { [`${ISSUER}:sub`]: 'repo:*' } } },
      [`StringLike::${ISSUER}:sub`],
    ],
    [
      'a comparison that passes without a subject',
      { Condition: { StringEquals: EXACT, 'ForAllValues:StringEquals': { [`${ISSUER}:sub`]: 'a' } } },
      [`ForAllValues:StringEquals::${ISSUER}:sub`],
    ],
    [
      'another provider',
      {
        Principal: { Federated: 'arn:aws:iam::1:oidc-provider/example.com' },
        Condition: { StringEquals: EXACT },
      },
      ['Federated::arn:aws:iam::1:oidc-provider/example.com'],
    ],
    [
      'another spelling of the action',
      { Action: 'STS:assumerolewithwebidentity' },
      [`StringEquals::${ISSUER}:aud`, `StringEquals::${ISSUER}:sub`],
    ],
  ])('finds %s', (_, statement, found) => {
    expect(token(statement)).toEqual(found.map((finding) => `Slipway-WebIdentityTrust[${finding}]`));
  });

  test('passes exact audience and subjects', () => {
    expect(token({ Condition: { StringEquals: EXACT } })).toEqual([]);
  });
});

describe('PermissionsBoundary', () => {
  const role = (permissionsBoundary?: iam.IManagedPolicy) =>
    findings((stack) => {
      new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal(), permissionsBoundary });
    });

  test('finds a role without one, and with another one', () => {
    expect(role()).toEqual(['Slipway-PermissionsBoundary[PermissionsBoundary::none]']);
    const other = iam.ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess');
    expect(role(other)).toEqual([expect.stringMatching(/^Slipway-PermissionsBoundary.*AdministratorAccess/)]);
  });

  test("passes the app's own, of the stack's account and region", () => {
    expect(trust({ Action: 'sts:AssumeRole', Principal: { Service: 'codebuild.amazonaws.com' } })).toEqual(
      [],
    );
  });
});

describe('ForeignRights', () => {
  test('finds managed policies and people', () => {
    const arn = 'arn:aws:iam::aws:policy/AdministratorAccess';
    expect(resource('AWS::IAM::Group', { ManagedPolicyArns: [arn] })).toEqual([
      `Slipway-ForeignRights[Policy::${arn}]`,
    ]);
    for (const type of ['AWS::IAM::User', 'AWS::IAM::AccessKey', 'AWS::IAM::ManagedPolicy']) {
      expect(resource(type, {})).toEqual([`Slipway-ForeignRights[Type::${type}]`]);
    }
  });

  test('passes a group with a policy of its own', () => {
    expect(resource('AWS::IAM::Group', { Policies: [] })).toEqual([]);
  });
});

test('a finding stops the synth', () => {
  const app: App = exampleApp();
  Validations.of(app).addPlugins(new SlipwayChecks(app));
  new iam.Role(new Stack(app, 'Example'), 'Role', { assumedBy: new iam.AccountRootPrincipal() });
  expect(() => app.synth()).toThrow(/Slipway-PermissionsBoundary/);
});

test('what an override takes away is seen', () => {
  const found = findings((stack) => {
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
    (role.node.defaultChild as iam.CfnRole).permissionsBoundary = permissionsBoundaryArn(stack);
    (role.node.defaultChild as iam.CfnRole).addPropertyDeletionOverride('PermissionsBoundary');
  });
  expect(found).toEqual(['Slipway-PermissionsBoundary[PermissionsBoundary::none]']);
});

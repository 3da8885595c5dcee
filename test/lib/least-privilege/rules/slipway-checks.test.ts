import { CfnParameter, CfnResource, Stack, Stage, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { GitHubRole } from '../../../../lib/constructs/github-role';
import { SlipwayChecks } from '../../../../lib/least-privilege/rules/slipway-checks';
import { permissionsBoundaryArn } from '../../../../lib/least-privilege/permissions-boundary';
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
    ['the end of a join', { Action: { 'Fn::Join': [':', ['s3', '*']] } }, 'Action::s3:*'],
    ['a branch', { Action: { 'Fn::If': ['C', 's3:GetObject', 's3:*'] } }, 'Action::s3:*'],
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

  test('finds it in JSON text, and where it cannot look', () => {
    const Statement = { Effect: 'Allow', Action: 'ecr:*', Principal: { AWS: '111111111111' } };
    const text = { RepositoryPolicyText: JSON.stringify({ Statement }) };
    expect(resource('AWS::ECR::Repository', text)).toEqual(['Slipway-WildcardAction[Action::ecr:*]']);
    const unknown = { RepositoryPolicyText: { Ref: 'Parameter' } };
    expect(resource('AWS::ECR::Repository', unknown)).toContain('Slipway-WildcardAction');
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
      'a bucket to be deleted',
      { Action: 's3:DeleteBucket', Resource: 'arn:aws:s3:::a/*' },
      'arn:aws:s3:::a/*',
    ],
    [
      'a lock on a bucket',
      { Action: 's3:PutBucketObjectLockConfiguration', Resource: 'arn:aws:s3:::a/*' },
      'arn:aws:s3:::a/*',
    ],
    [
      'objects, for one action too many',
      { Action: ['s3:GetObject', 'sqs:SendMessage'], Resource: 'arn:aws:s3:::a/*' },
      'arn:aws:s3:::a/*',
    ],
    ['log streams, for another service', { Action: 's3:GetObject', Resource: `${logs}:a:*` }, `${logs}:a:*`],
    [
      'keys, for another service',
      {
        Action: ['kms:Decrypt', 's3:GetObject'],
        Resource: 'arn:aws:kms:eu-west-1:1:key/*',
        Condition: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/a' } },
      },
      'arn:aws:kms:eu-west-1:1:key/*',
    ],
    ['everything, for all actions but one', { NotAction: 'iam:CreateUser', Resource: '*' }, '*'],
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
      'keys of any account',
      {
        Action: 'kms:Decrypt',
        Resource: 'arn:aws:kms:eu-west-1:*:key/*',
        Condition: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/a' } },
      },
      'arn:aws:kms:eu-west-1:*:key/*',
    ],
    [
      'a substitution',
      { Action: 'sts:AssumeRole', Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::1:role/*' } },
      'arn:<AWS::Partition>:iam::1:role/*',
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
    expect(identity(statement)).toContain(`Slipway-WildcardResource[Resource::${finding}]`);
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

  test('passes `*` in the policy of a resource, which is that resource', () => {
    const Statement = { Effect: 'Allow', Action: 'kms:Decrypt', Principal: { AWS: '1' }, Resource: '*' };
    expect(resource('AWS::KMS::Key', { KeyPolicy: { Statement } })).toEqual([]);
  });

  test('passes what CDK writes for the objects of a bucket', () => {
    expect(
      findings((stack) => {
        const group = new iam.Group(stack, 'Group');
        group.addToPolicy(
          new iam.PolicyStatement({
            actions: ['s3:GetObject', 's3:AbortMultipartUpload'],
            resources: [new s3.Bucket(stack, 'Bucket').arnForObjects('*')],
          }),
        );
      }),
    ).toEqual([]);
  });
});

describe('WildcardPrincipal', () => {
  test.each([
    ['every principal', { Principal: '*' }, 'Principal::*'],
    ['every AWS account', { Principal: { AWS: '*' } }, 'Principal::*'],
    ['every AWS account in a list', { Principal: { AWS: ['111111111111', '*'] } }, 'Principal::*'],
    ['a pattern', { Principal: { AWS: 'arn:aws:iam::*:root' } }, 'Principal::arn:aws:iam::*:root'],
    ['a branch', { Principal: { 'Fn::If': ['C', { AWS: '111111111111' }, '*'] } }, 'Principal::*'],
    ['all but some', { NotPrincipal: { AWS: '111111111111' } }, 'NotPrincipal::111111111111'],
  ])('finds %s', (_, statement, finding) => {
    expect(bucket(statement)).toEqual([`Slipway-WildcardPrincipal[${finding}]`]);
  });

  test('finds it in a trust policy', () => {
    expect(trust({ Action: 'sts:AssumeRole', Principal: '*' })).toEqual([
      'Slipway-WildcardPrincipal[Principal::*]',
    ]);
  });

  describe('everybody of one organization', () => {
    const Action = ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'];
    const Condition = { StringEquals: { 'aws:PrincipalOrgID': 'o-abc123def4' } };
    const pull = { Effect: 'Allow', Principal: '*', Action, Condition };
    const repository = (statement: object, name: unknown = 'slipway/sample-image/release') =>
      resource('AWS::ECR::Repository', {
        RepositoryName: name,
        RepositoryPolicyText: { Statement: [{ ...pull, ...statement }] },
      });
    const FOUND = ['Slipway-WildcardPrincipal[Principal::*]'];

    test('passes if they may pull from a repository of Release', () => {
      expect(repository({})).toEqual([]);
      const narrower = { ...Condition, StringNotEquals: { 'aws:PrincipalAccount': '111111111111' } };
      expect(repository({ Condition: narrower })).toEqual([]);
    });

    test.each([
      ['without a condition', { Condition: undefined }],
      ['of any organization', { Condition: { StringLike: { 'aws:PrincipalOrgID': '*' } } }],
      ['of a pattern', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-*' } } }],
      ['of one to be chosen later', { Condition: { StringEquals: { 'aws:PrincipalOrgID': { Ref: 'Id' } } } }],
      [
        'of several',
        { Condition: { StringEquals: { 'aws:PrincipalOrgID': ['o-abc123def4', 'o-abc123def5'] } } },
      ],
      ['or of none', { Condition: { StringEqualsIfExists: Condition.StringEquals } }],
      ['or of none, by another name', { Condition: { 'ForAllValues:StringEquals': Condition.StringEquals } }],
      ['except one', { Condition: { StringNotEquals: Condition.StringEquals } }],
      ['by another key', { Condition: { StringEquals: { 'aws:PrincipalAccount': '222222222222' } } }],
      ['perhaps', { Condition: { 'Fn::If': ['C', Condition, { Ref: 'AWS::NoValue' }] } }],
      ['who may push', { Action: [...Action, 'ecr:PutImage'] }],
      ['who may see more', { Action: ['ecr:ListImages'] }],
    ])('finds it %s', (_, statement) => {
      expect(repository(statement)).toEqual(FOUND);
    });

    test('finds it for all actions but some', () => {
      const found = repository({ Action: undefined, NotAction: 'ecr:PutImage' });
      expect(found).toContain('Slipway-WildcardPrincipal[Principal::*]');
    });

    test.each(['slipway/sample-image/development', 'slipway/release/master', null, { Ref: 'Name' }])(
      'finds it on the repository %s',
      (name) => {
        expect(repository({}, name)).toEqual(FOUND);
      },
    );

    test('finds it in the policy of anything else', () => {
      const Statement = [{ ...pull, Resource: 'arn:aws:s3:::a/*' }];
      expect(resource('AWS::S3::BucketPolicy', { Bucket: 'b', PolicyDocument: { Statement } })).toEqual(
        FOUND,
      );
      expect(resource('AWS::ECR::RegistryPolicy', { PolicyText: { Statement } })).toEqual(FOUND);
      expect(trust({ ...pull, Action: 'sts:AssumeRole' })).toEqual(FOUND);
    });
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
      'a comparison that passes without a claim',
      { Condition: { StringEquals: EXACT, StringEqualsIfExists: { [`${ISSUER}:AUD`]: 'a' } } },
      [`StringEqualsIfExists::${ISSUER}:AUD`],
    ],
    [
      'a subject to be chosen later',
      { Condition: { StringEquals: { ...EXACT, [`${ISSUER}:sub`]: { Ref: 'Parameter' } } } },
      [`StringEquals::${ISSUER}:sub`],
    ],
    [
      'a list without a subject',
      { Condition: { StringEquals: { ...EXACT, [`${ISSUER}:sub`]: [] } } },
      [`StringEquals::${ISSUER}:sub`],
    ],
    [
      'two providers',
      { Principal: { Federated: [PROVIDER, PROVIDER] }, Condition: { StringEquals: EXACT } },
      [`Federated::${PROVIDER},${PROVIDER}`],
    ],
    ['no provider', { Principal: { AWS: '1' }, Condition: { StringEquals: EXACT } }, ['Federated::(none)']],
    [
      'an action that only the deployment knows',
      { Action: { Ref: 'Parameter' } },
      [`StringEquals::${ISSUER}:aud`, `StringEquals::${ISSUER}:sub`],
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

  test('passes what narrows it further', () => {
    const StringLike = { [`${ISSUER}:job_workflow_ref`]: 'o/r/.github/workflows/*' };
    expect(token({ Condition: { StringEquals: EXACT, StringLike } })).toEqual([]);
  });

  test('tells the trust of a job from one of all jobs, as CDK writes them', () => {
    const loose = new iam.WebIdentityPrincipal(PROVIDER, { StringLike: { [`${ISSUER}:sub`]: 'repo:o/*' } });
    const job = { subjects: ['repo:o/r:environment:Release'], description: 'Job' };
    const trusts = (build: (stack: Stack) => void) =>
      findings(build).filter((id) => id.startsWith('Slipway-WebIdentityTrust'));
    expect(trusts((stack) => new GitHubRole(stack, 'Role', job))).toEqual([]);
    expect(trusts((stack) => new iam.Role(stack, 'Role', { assumedBy: loose }))).toContain(
      `Slipway-WebIdentityTrust[StringLike::${ISSUER}:sub]`,
    );
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

  test('finds a user without one', () => {
    expect(resource('AWS::IAM::User', {})).toContain(
      'Slipway-PermissionsBoundary[PermissionsBoundary::none]',
    );
  });

  test("finds the app's own of another account", () => {
    const found = findings((stack) => {
      const boundary = permissionsBoundaryArn(stack).replace('iam::111111111111', 'iam::222222222222');
      new iam.CfnRole(stack, 'Role', {
        assumeRolePolicyDocument: { Statement: [] },
        permissionsBoundary: boundary,
      });
    });
    expect(found).toEqual([expect.stringContaining('PermissionsBoundary::arn:aws:iam::222222222222:policy')]);
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
    for (const type of ['User', 'AccessKey', 'UserToGroupAddition']) {
      expect(resource(`AWS::IAM::${type}`, {})).toContain(`Slipway-ForeignRights[Type::AWS::IAM::${type}]`);
    }
  });

  const managed = (holders: object) => {
    const Statement = [{ Effect: 'Allow', Action: 'ecr:PutImage', Resource: 'arn:aws:ecr:::a' }];
    return findings((stack) => {
      new iam.CfnGroup(stack, 'Group');
      new CfnParameter(stack, 'Parameter', { default: 'Administrators' });
      const properties = { PolicyDocument: { Statement }, ...holders };
      return new CfnResource(stack, 'Resource', { type: 'AWS::IAM::ManagedPolicy', properties });
    });
  };
  const group = { Ref: 'Group' };

  test.each([
    ['no principal', {}],
    ['a role', { Roles: [{ Ref: 'Role' }] }],
    ['a role beside a group', { Groups: [group], Roles: [{ Ref: 'Role' }] }],
    ['a user', { Groups: [group], Users: ['alice'] }],
    ['a group of others', { Groups: [group, 'Administrators'] }],
    ['a group that may be one of others', { Groups: [{ 'Fn::If': ['C', group, 'Administrators'] }] }],
    ['a group that a parameter names', { Groups: [{ Ref: 'Parameter' }] }],
    ['a group of another stack', { Groups: [{ 'Fn::ImportValue': 'Group' }] }],
  ])('finds a managed policy for %s', (_, holders) => {
    expect(managed(holders)).toEqual(['Slipway-ForeignRights[Type::AWS::IAM::ManagedPolicy]']);
  });

  test('passes a group with a policy of its own, be it a managed one that is written out', () => {
    expect(resource('AWS::IAM::Group', { Policies: [] })).toEqual([]);
    expect(managed({ Groups: [group] })).toEqual([]);
  });
});

test('a finding stops the synth, also in a stage', () => {
  const app = exampleApp();
  Validations.of(app).addPlugins(new SlipwayChecks(app));
  const stack = new Stack(new Stage(app, 'Stage'), 'Example');
  new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
  expect(() => app.synth()).toThrow(/Slipway-PermissionsBoundary/);
  const report = fs.readFileSync(path.join(app.outdir, 'validation-report.json'), 'utf8');
  expect(JSON.parse(report)).toMatchObject({
    pluginReports: expect.arrayContaining([
      expect.objectContaining({ pluginName: 'Slipway', conclusion: 'failure' }),
    ]) as unknown,
  });
});

test('a policy that CDK leaves out is none', () => {
  expect(findings((stack) => new iam.Policy(stack, 'Policy'))).toEqual([]);
});

test('what an override takes away is seen', () => {
  const found = findings((stack) => {
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
    (role.node.defaultChild as iam.CfnRole).permissionsBoundary = permissionsBoundaryArn(stack);
    (role.node.defaultChild as iam.CfnRole).addPropertyDeletionOverride('PermissionsBoundary');
  });
  expect(found).toEqual(['Slipway-PermissionsBoundary[PermissionsBoundary::none]']);
});

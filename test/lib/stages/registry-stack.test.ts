import { Match, Template } from 'aws-cdk-lib/assertions';
import { ACCESS, Identity, LEVEL_ACTIONS, PULL_ACTIONS } from '../../../lib/access/permission-tables';
import { DistributionInput, STAGE_NAMES, StageName } from '../../../lib/config';
import { RegistryStack } from '../../../lib/stages/registry-stack';
import { exampleApp } from '../example-app';
import { exampleDistribution } from '../example-distribution';

function template(stageName: StageName, changes?: Partial<DistributionInput>): Template {
  const distribution = exampleDistribution(changes);
  const stack = new RegistryStack(exampleApp(), 'Registry', {
    distributionName: distribution.name,
    stageName,
    stage: distribution.stages[stageName],
    image: distribution.images[0],
  });
  return Template.fromStack(stack);
}

const IMAGE = {
  name: 'SampleImage',
  repository: 'your-org/sample-image',
  ownerId: 1234567,
  repositoryId: 89012345,
};

interface PolicyProperties {
  PolicyDocument: { Statement: { Action: string | string[]; Effect: string; Resource: unknown }[] };
  Groups?: { Ref: string }[];
  Roles?: { Ref: string }[];
}

/** What an identity is granted: `action` → resources. */
function grants(of: Template, identity: Identity): Map<string, unknown[]> {
  const holder = { Developers: 'DeveloperGroup', EndUsers: 'EndUserGroup', GitHub: 'GitHubRole' }[identity];
  const granted = new Map<string, unknown[]>();
  for (const { Properties } of Object.values(of.findResources('AWS::IAM::Policy')) as {
    Properties: PolicyProperties;
  }[]) {
    const holders = [...(Properties.Groups ?? []), ...(Properties.Roles ?? [])].map(({ Ref }) => Ref);
    if (!holders.some((name) => name.startsWith(holder))) continue;
    for (const { Action, Effect, Resource } of Properties.PolicyDocument.Statement) {
      expect(Effect).toBe('Allow');
      for (const action of [Action].flat()) granted.set(action, [...(granted.get(action) ?? []), Resource]);
    }
  }
  return granted;
}

describe.each(STAGE_NAMES)('in %s', (stageName) => {
  const stack = template(stageName);
  const repository = { 'Fn::GetAtt': [expect.stringMatching(/^ImageRepository/) as string, 'Arn'] };

  test.each(['Developers', 'EndUsers', 'GitHub'] as const)(
    '%s may do what the table says, and nothing else',
    (identity) => {
      const expected = new Set(ACCESS[stageName][identity].flatMap((level) => LEVEL_ACTIONS[level]));
      const granted = grants(stack, identity);
      expect([...granted.keys()].sort()).toEqual([...expected].sort());
      for (const [action, resources] of granted) {
        expect(resources).toEqual([action === 'ecr:GetAuthorizationToken' ? '*' : repository]);
      }
    },
  );

  test('the repository scans, encrypts, has a readable name and outlives its stack', () => {
    stack.hasResource('AWS::ECR::Repository', {
      UpdateReplacePolicy: 'Retain',
      DeletionPolicy: 'RetainExceptOnCreate',
      Properties: {
        RepositoryName: `slipway/sample-image/${stageName.toLowerCase()}`,
        ImageScanningConfiguration: { ScanOnPush: true },
        EncryptionConfiguration: { EncryptionType: 'KMS' },
        ImageTagMutability: stageName === 'Development' ? 'MUTABLE' : 'IMMUTABLE',
        LifecyclePolicy: {
          LifecyclePolicyText: Match.serializedJson(Match.objectLike({ rules: Match.anyValue() })),
        },
      },
    });
  });

  test('only jobs of the environment, of both forms, may assume the role', () => {
    stack.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Action: 'sts:AssumeRoleWithWebIdentity',
            Effect: 'Allow',
            Principal: {
              Federated: {
                'Fn::Join': [
                  '',
                  [
                    'arn:',
                    { Ref: 'AWS::Partition' },
                    ':iam::',
                    { Ref: 'AWS::AccountId' },
                    ':oidc-provider/token.actions.githubusercontent.com',
                  ],
                ],
              },
            },
            Condition: {
              StringEquals: {
                'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
                'token.actions.githubusercontent.com:sub': [
                  `repo:your-org/sample-image:environment:${stageName}`,
                  `repo:your-org@1234567/sample-image@89012345:environment:${stageName}`,
                ],
              },
            },
          },
        ],
      },
    });
  });

  test('outputs say which secret of the GitHub environment gets which value', () => {
    const where = `in the environment ${stageName} of your-org/sample-image`;
    stack.hasOutput('ImageRepositoryArn', { Description: `AWS_ECR_REGISTRY_ARN ${where}` });
    stack.hasOutput('GitHubRoleArn', { Description: `AWS_GITHUB_ROLE_ARN ${where}` });
    stack.hasOutput('GitHubRegion', { Description: `AWS_DEFAULT_REGION ${where}` });
  });

  test('a retired image keeps its repository and nothing else', () => {
    const retired = template(stageName, { images: [{ ...IMAGE, retired: true }] });
    expect(
      Object.values(retired.toJSON().Resources as Record<string, { Type: string }>).map(({ Type }) => Type),
    ).toEqual(['AWS::ECR::Repository']);
  });
});

describe('end users outside', () => {
  const release = { pullAccounts: ['222222222222', '333333333333'], pullOrganization: 'o-abc123def4' };
  const policy = (stageName: StageName, changes: Partial<DistributionInput>) => {
    const [repository] = Object.values(template(stageName, changes).findResources('AWS::ECR::Repository'));
    return (repository as { Properties: { RepositoryPolicyText?: unknown } }).Properties.RepositoryPolicyText;
  };
  const root = (account: string) => ({
    'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::${account}:root`]],
  });

  test('may pull from Release and do nothing else, those of the organization from other accounts only', () => {
    expect(policy('Release', { release })).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: release.pullAccounts.map(root) },
          Action: [...PULL_ACTIONS].sort(),
        },
        {
          Effect: 'Allow',
          Principal: '*',
          Action: [...PULL_ACTIONS].sort(),
          Condition: {
            StringEquals: { 'aws:PrincipalOrgID': 'o-abc123def4' },
            StringNotEquals: { 'aws:PrincipalAccount': { Ref: 'AWS::AccountId' } },
          },
        },
      ],
    });
  });

  test('may pull an image that names them, and none that names no account', () => {
    expect(policy('Release', { images: [{ ...IMAGE, release }] })).toEqual(policy('Release', { release }));
    expect(policy('Release', { release, images: [{ ...IMAGE, release: {} }] })).toBeUndefined();
  });

  test('may pull nothing that is not configured, nothing of another stage, and no retired image', () => {
    expect(policy('Release', {})).toBeUndefined();
    expect(policy('Development', { release })).toBeUndefined();
    expect(policy('Master', { release })).toBeUndefined();
    expect(policy('Release', { release, images: [{ ...IMAGE, retired: true }] })).toBeUndefined();
  });

  test('fit into the policy of a repository, as many as a configuration may name', () => {
    const pullAccounts = Array.from({ length: 240 }, (_, index) => String(222222222222 + index));
    const text = JSON.stringify(policy('Release', { release: { ...release, pullAccounts } }));
    const longest = text.replaceAll(
      /\{"Fn::Join":\["",\["arn:",\{"Ref":"AWS::Partition"\},"([^"]+)"\]\]\}/g,
      '"arn:aws-us-gov$1"',
    );
    expect(longest).toContain('"arn:aws-us-gov:iam::222222222222:root"');
    expect(longest.length).toBeLessThanOrEqual(10_240);
  });
});

test('the stack carries the name of its distribution, by which the deploy role knows it', () => {
  const { name, stages, images } = exampleDistribution({ name: 'acme' });
  const stack = new RegistryStack(exampleApp(), 'Registry', {
    distributionName: name,
    stageName: 'Release',
    stage: stages.Release,
    image: images[0],
  });
  expect(stack.tags.tagValues()).toEqual({ 'slipway:distribution': 'acme' });
});

test.each([
  ['classic', ['repo:your-org/sample-image:environment:Master']],
  ['immutable', ['repo:your-org@1234567/sample-image@89012345:environment:Master']],
] as const)("subject '%s' trusts that form only", (subject, subjects) => {
  const ids = subject === 'classic' ? { ownerId: undefined, repositoryId: undefined } : {};
  template('Master', { images: [{ ...IMAGE, ...ids, subject }] }).hasResourceProperties('AWS::IAM::Role', {
    AssumeRolePolicyDocument: {
      Statement: [
        Match.objectLike({
          Condition: {
            StringEquals: {
              'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
              'token.actions.githubusercontent.com:sub': [...subjects],
            },
          },
        }),
      ],
    },
  });
});

test('environment names the GitHub environment of a stage', () => {
  const stages = { Release: { environment: 'Production' } };
  template('Release', { stages }).hasOutput('GitHubRoleArn', {
    Description: Match.stringLikeRegexp('environment Production'),
  });
});

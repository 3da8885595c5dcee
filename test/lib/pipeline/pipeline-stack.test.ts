import { Match, Template } from 'aws-cdk-lib/assertions';
import { DistributionInput } from '../../../lib/config';
import { PipelineStack } from '../../../lib/pipeline/pipeline-stack';
import { MAX_REVIEW_CHARACTERS } from '../../../lib/pipeline/release/review-build';
import { dependencies } from '../../../package.json';
import { exampleApp } from '../example-app';
import { exampleDistribution } from '../example-distribution';

function template(changes?: Partial<DistributionInput>): Template {
  const app = exampleApp();
  return Template.fromStack(
    new PipelineStack(app, 'PipelineStack', { distribution: exampleDistribution(changes) }),
  );
}

interface Action {
  Name: string;
  RunOrder: number;
  Configuration: Record<string, string>;
  ActionTypeId: { Category: string; Provider: string };
}

function stages(of: Template): { Name: string; Actions: Action[] }[] {
  const [pipeline] = Object.values(of.findResources('AWS::CodePipeline::Pipeline'));
  return (pipeline as { Properties: { Stages: { Name: string; Actions: Action[] }[] } }).Properties.Stages;
}

interface Policy {
  Properties: { PolicyDocument: { Statement: { Action: string | string[]; Resource: unknown }[] } };
}

interface BuildSpec {
  phases: Record<string, { commands?: string[]; 'runtime-versions'?: Record<string, number> }>;
}

function buildSpec(of: Template, project: string): BuildSpec {
  const [found] = Object.values(
    of.findResources('AWS::CodeBuild::Project', { Properties: { Name: project } }),
  );
  return JSON.parse(
    (found as { Properties: { Source: { BuildSpec: string } } }).Properties.Source.BuildSpec,
  ) as BuildSpec;
}

const example = template();

test('the pipeline is a V2 one of the configured name that starts again when it changes', () => {
  example.hasResourceProperties('AWS::CodePipeline::Pipeline', {
    Name: 'slipway',
    PipelineType: 'V2',
    RestartExecutionOnUpdate: true,
  });
  template({ name: 'acme' }).hasResourceProperties('AWS::CodePipeline::Pipeline', { Name: 'acme' });
});

test('a push goes through its stages in this order', () => {
  expect(stages(example).map(({ Name }) => Name)).toEqual([
    'Source',
    'Build',
    'UpdatePipeline',
    'Development',
    'Master',
    'Release',
  ]);
});

describe('Release', () => {
  const [review, approval, ...others] = stages(example)[5].Actions;

  test('begins with a review and then an approval; nothing else precedes it', () => {
    expect(review).toMatchObject({ Name: 'Review', ActionTypeId: { Provider: 'CodeBuild' } });
    expect(approval).toMatchObject({ Name: 'Approve', ActionTypeId: { Category: 'Approval' } });
    expect(others.length).toBeGreaterThan(0);
    for (const [earlier, later] of [[review, approval], ...others.map((other) => [approval, other])]) {
      expect(earlier.RunOrder).toBeLessThan(later.RunOrder);
    }
  });

  test('asks with what changes in the first words, the commit and its date', () => {
    expect(approval.Configuration.CustomData).toBe(
      '#{Release@Review.REVIEW} Release commit #{Source@your-org_image-distribution.CommitId} of #{Source@your-org_image-distribution.AuthorDate}?',
    );
  });

  test('asks with no more characters than CodePipeline takes, however much changes', () => {
    const values = {
      REVIEW: 'x'.repeat(MAX_REVIEW_CHARACTERS),
      CommitId: 'c'.repeat(40),
      AuthorDate: 'd'.repeat(40),
    };
    const resolved = Object.entries(values).reduce(
      (text, [name, value]) => text.replace(new RegExp(`#\\{[^}]*\\.${name}\\}`), value),
      String(approval.Configuration.CustomData),
    );
    expect(resolved).not.toContain('#{');
    expect(resolved.length).toBeLessThanOrEqual(1000);
  });

  test('links to the log of the review', () => {
    const link = JSON.stringify(approval.Configuration.ExternalEntityLink);
    expect(link).toMatch(
      /https:.*\/codesuite\/codebuild\/.*\/projects\/slipway-review\/build\/slipway-review%3A#\{Release@Review.REVIEW_BUILD\}\/log/,
    );
  });
});

describe('the build of the review', () => {
  test('takes the assembly that is to be released', () => {
    expect(stages(example)[5].Actions[0]).toMatchObject({ InputArtifacts: [{ Name: 'Synth_Output' }] });
  });

  test('installs nothing', () => {
    expect(JSON.stringify(buildSpec(example, 'slipway-review'))).not.toMatch(/npm|npx|curl|apt/);
  });

  test('assumes the role that reads what is deployed in Release, and no other', () => {
    const elsewhere = template({
      pipeline: { account: '111111111111', region: 'eu-west-1' },
      stages: { Release: { account: '222222222222', region: 'eu-central-1' } },
    });
    const policies = elsewhere.findResources('AWS::IAM::Policy', {
      Properties: { Roles: [{ Ref: Match.stringLikeRegexp('Review') }] },
    });
    const assumed = Object.values(policies)
      .flatMap((policy) => (policy as Policy).Properties.PolicyDocument.Statement)
      .filter(({ Action }) => [Action].flat().includes('sts:AssumeRole'))
      .flatMap(({ Resource: on }) => on);
    expect(JSON.stringify(assumed)).toMatch(
      /^\["arn:aws:iam::222222222222:role\/cdk-slipway-review-role-222222222222-eu-central-1"\]$/,
    );
  });
});

test('no stage but Release waits for an approval', () => {
  const approvals = stages(example).flatMap(({ Name, Actions }) =>
    Actions.filter(({ ActionTypeId }) => ActionTypeId.Category === 'Approval').map(() => Name),
  );
  expect(approvals).toEqual(['Release']);
});

test('stacks are deployed straight, one action each', () => {
  const modes = stages(example)
    .slice(3)
    .flatMap(({ Actions }) => Actions)
    .filter(({ ActionTypeId }) => ActionTypeId.Provider === 'CloudFormation')
    .map(({ Configuration }) => [Configuration.StackName, Configuration.ActionMode]);
  expect(modes).toEqual([
    ['GitHubIdentityProvider', 'CREATE_UPDATE'],
    ['SampleImageDevelopment', 'CREATE_UPDATE'],
    ['SampleImageMaster', 'CREATE_UPDATE'],
    ['SampleImageRelease', 'CREATE_UPDATE'],
  ]);
});

test('Synth runs one stable script, so that a change of the checks can still be pushed', () => {
  const [, ...script] = buildSpec(example, 'slipway-synth').phases.build.commands ?? [];
  expect(script).toEqual(['npm ci --omit=dev', 'npm run verify']);
});

test('Synth begins without an assembly that came with the commit', () => {
  expect(buildSpec(example, 'slipway-synth').phases.build.commands?.[0]).toBe('rm -rf cdk.out');
});

test('self-mutation uploads its template whatever lies in the staging bucket', () => {
  example.hasResourceProperties('AWS::CodeBuild::Project', {
    Name: 'slipway-selfupdate',
    Environment: {
      EnvironmentVariables: Match.arrayWith([{ Name: 'CDK_FORCE', Type: 'PLAINTEXT', Value: 'true' }]),
    },
  });
});

test.each(['slipway-synth', 'slipway-selfupdate', 'slipway-review'])(
  'the CDK CLI reports nothing from %s',
  (Name) => {
    const off = { Name: 'CDK_DISABLE_CLI_TELEMETRY', Type: 'PLAINTEXT', Value: 'true' };
    example.hasResourceProperties('AWS::CodeBuild::Project', {
      Name,
      Environment: { EnvironmentVariables: Match.arrayWith([off]) },
    });
  },
);

test('builds take their source from the pipeline', () => {
  const projects = Object.values(example.findResources('AWS::CodeBuild::Project'));
  expect(projects).toHaveLength(3);
  for (const project of projects) {
    const { Source } = (project as { Properties: { Source: object } }).Properties;
    expect(Object.keys(Source).sort()).toEqual(['BuildSpec', 'Type']);
    expect(Source).toMatchObject({ Type: 'CODEPIPELINE' });
  }
});

test('artifacts expire, in a bucket with a name of the distribution that no earlier one can have', () => {
  template({ name: 'acme' }).hasResource('AWS::S3::Bucket', {
    Properties: {
      BucketName: endsWithStackId('acme-artifacts-'),
      LifecycleConfiguration: { Rules: [Match.objectLike({ ExpirationInDays: 30, Status: 'Enabled' })] },
    },
    // Left behind by a creation that failed, it would be in the way of the next: the stack's id is the same then.
    DeletionPolicy: 'RetainExceptOnCreate',
  });
});

test('the bucket of another region has a fixed name, and goes with its stack', () => {
  const app = exampleApp();
  const distribution = exampleDistribution({
    pipeline: { account: '111111111111', region: 'eu-west-1' },
    stages: { Release: { account: '222222222222', region: 'eu-central-1' } },
  });
  new PipelineStack(app, 'PipelineStack', { distribution });
  const replica = app.synth().getStackArtifact('ArtifactReplica-eu-central-1');
  expect(replica.stackName).toBe('PipelineStack-support-eu-central-1');
  const of = Template.fromJSON(replica.template as object);
  of.hasResource('AWS::S3::Bucket', {
    Properties: { BucketName: 'slipway-artifacts-596e094d' },
    DeletionPolicy: 'Delete',
  });
  of.hasResourceProperties('AWS::KMS::Alias', { AliasName: 'alias/slipway-artifacts' });
});

test('the longest name has room in the name of a bucket, wherever it is', () => {
  const app = exampleApp();
  const distribution = exampleDistribution({
    name: 'a'.repeat(32),
    pipeline: { account: '111111111111', region: 'eu-west-1' },
    stages: { Release: { region: 'ap-northeast-1' } },
  });
  new PipelineStack(app, 'PipelineStack', { distribution });
  const replica = app.synth().getStackArtifact('ArtifactReplica-ap-northeast-1');
  const [bucket] = Object.values(
    Template.fromJSON(replica.template as object).findResources('AWS::S3::Bucket'),
  );
  const { BucketName } = (bucket as { Properties: { BucketName: string } }).Properties;
  expect(BucketName).toMatch(/^a{32}-artifacts-[0-9a-f]{8}$/);
});

test('every stack carries the tag by which the deploy role knows it', () => {
  const app = exampleApp();
  new PipelineStack(app, 'PipelineStack', {
    distribution: exampleDistribution({ name: 'acme', groups: 'shared' }),
  });
  const assembly = app.synth();
  const stacks = [assembly, ...assembly.nestedAssemblies.map(({ nestedAssembly }) => nestedAssembly)].flatMap(
    (one) => one.stacks,
  );
  expect(stacks).toHaveLength(8);
  for (const { stackName, tags } of stacks) {
    expect([stackName, tags]).toEqual([stackName, { 'slipway:distribution': 'acme' }]);
  }
});

test('the connection carries the tag by which policies know it', () => {
  template({ name: 'acme' }).hasResourceProperties('AWS::CodeConnections::Connection', {
    ConnectionName: 'acme',
    Tags: [{ Key: 'slipway:distribution', Value: 'acme' }],
  });
});

/** A name of which only the deployment knows the end. */
function endsWithStackId(beginning: string): object {
  return { 'Fn::Join': ['', [beginning, Match.objectLike({ 'Fn::Select': [0, Match.anyValue()] })]] };
}

test('CLI and Node are pinned', () => {
  const { phases } = buildSpec(example, 'slipway-selfupdate');
  expect(phases.install.commands).toEqual([`npm install -g aws-cdk@${dependencies['aws-cdk']}`]);
  expect(dependencies['aws-cdk']).toMatch(/^2\.\d+\.\d+$/);
  for (const project of ['slipway-synth', 'slipway-selfupdate']) {
    expect(buildSpec(example, project).phases.install['runtime-versions']).toEqual({ nodejs: 22 });
  }
});

test('without connectionArn the stack creates the connection and links to where it is completed', () => {
  example.hasResourceProperties('AWS::CodeConnections::Connection', { ProviderType: 'GitHub' });
  example.hasOutput('*', { Description: 'Finish the connection to GitHub here, once' });
});

test('connectionArn is used in its place', () => {
  const connectionArn =
    'arn:aws:codeconnections:eu-west-1:111111111111:connection/0a1b2c3d-0000-4000-8000-000000000000';
  const given = template({ source: { repository: 'your-org/image-distribution', connectionArn } });
  given.resourceCountIs('AWS::CodeConnections::Connection', 0);
  expect(stages(given)[0].Actions[0].Configuration.ConnectionArn).toBe(connectionArn);
});

test('branch is the one whose pushes are released', () => {
  expect(stages(example)[0].Actions[0].Configuration.BranchName).toBe('master');
  const main = template({ source: { repository: 'your-org/image-distribution', branch: 'main' } });
  expect(stages(main)[0].Actions[0].Configuration.BranchName).toBe('main');
});

test('approvers may see this pipeline and its reviews, approve or reject, and nothing else', () => {
  const on = (service: string, resource: string) => [
    {
      'Fn::Join': [
        '',
        [
          'arn:',
          { Ref: 'AWS::Partition' },
          `:${service}:`,
          { Ref: 'AWS::Region' },
          ':',
          { Ref: 'AWS::AccountId' },
          `:${resource}`,
        ],
      ],
    },
  ];
  example.hasResourceProperties('AWS::IAM::Policy', {
    Groups: [{ Ref: Match.stringLikeRegexp('^ApproverGroup') }],
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: [
            'codepipeline:GetPipeline',
            'codepipeline:GetPipelineExecution',
            'codepipeline:GetPipelineState',
            'codepipeline:ListActionExecutions',
            'codepipeline:ListPipelineExecutions',
          ],
          Resource: on('codepipeline', 'slipway'),
        },
        {
          Effect: 'Allow',
          Action: ['codepipeline:PutApprovalResult'],
          Resource: on('codepipeline', 'slipway/Release/Approve'),
        },
        {
          Effect: 'Allow',
          Action: ['codebuild:BatchGetBuilds'],
          Resource: on('codebuild', 'project/slipway-review'),
        },
        {
          Effect: 'Allow',
          Action: ['logs:GetLogEvents'],
          Resource: on('logs', 'log-group:/aws/codebuild/slipway-review:log-stream:*'),
        },
      ],
    },
  });
});

test('a stage in another account gets a key for the artifacts that cross over', () => {
  example.resourceCountIs('AWS::KMS::Key', 0);
  const crossing = template({
    pipeline: { account: '111111111111', region: 'eu-west-1' },
    stages: { Release: { account: '222222222222' } },
  });
  crossing.resourceCountIs('AWS::KMS::Key', 1);
});

import { Template } from 'aws-cdk-lib/assertions';
import fc from 'fast-check';
import { DistributionInput } from '../../../lib/config';
import { PipelineStack } from '../../../lib/pipeline/pipeline-stack';
import { exampleApp } from '../example-app';
import { exampleDistribution } from '../example-distribution';
import { CONFIGURATIONS } from '../pipeline/configurations';

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

interface Document {
  readonly Statement: readonly Statement[];
}

interface Resource {
  Type: string;
  Properties?: {
    Path?: string;
    RoleName?: string;
    PermissionsBoundary?: unknown;
    PolicyDocument?: Document;
    KeyPolicy?: Document;
  };
  Metadata?: { cdk_nag?: { rules_to_suppress: { id: string; reason: string }[] } };
}

/** The resources of all stacks, those of the stages and of other regions too, with their logical ids. */
function resourcesOf(changes?: Partial<DistributionInput>): [string, Resource][] {
  const app = exampleApp();
  new PipelineStack(app, 'PipelineStack', { distribution: exampleDistribution(changes) });
  const assembly = app.synth();
  return [assembly, ...assembly.nestedAssemblies.map(({ nestedAssembly }) => nestedAssembly)]
    .flatMap(({ stacks }) =>
      stacks.map(({ template }) => template as { Resources: Record<string, Resource> }),
    )
    .flatMap(({ Resources }) => Object.entries(Resources));
}

/** What policies of any kind allow. */
function allowsOf(resources: [string, Resource][]) {
  return resources.flatMap(([id, { Properties }]) =>
    [Properties?.PolicyDocument, Properties?.KeyPolicy]
      .flatMap((document) => document?.Statement ?? [])
      .filter(({ Effect }) => Effect === 'Allow')
      .map((statement) => ({ id, ...statement })),
  );
}

const resources = resourcesOf();
const allows = allowsOf(resources);

describe.each(CONFIGURATIONS)('in a distribution $title', ({ changes, regions }) => {
  const all = resourcesOf(changes);
  const statements = allowsOf(all);

  test('every role has the boundary of its account and region', () => {
    const roles = all.filter(([, { Type }]) => Type === 'AWS::IAM::Role');
    expect(roles.length).toBeGreaterThan(7);
    for (const [id, { Properties }] of roles) {
      expect([id, plain(Properties?.PermissionsBoundary)]).toEqual([
        id,
        expect.stringMatching(
          /^arn:(aws|AWS::Partition):iam::(.+):policy\/cdk-slipway-permissions-boundary-\2-(AWS::Region|[a-z]+-[a-z]+-1)$/,
        ),
      ]);
    }
  });

  test('no Allow has a wildcard in an action', () => {
    expect(statements.length).toBeGreaterThan(20);
    expect(statements.filter(({ Action }) => [Action].flat().some((name) => name.includes('*')))).toEqual([]);
  });

  test('only ecr:GetAuthorizationToken is allowed on everything, and in the policy of a key that key', () => {
    const onAll = statements.filter(({ Resource: on, Principal }) => [on].flat().includes('*') && !Principal);
    expect(new Set(onAll.flatMap(({ Action }) => Action))).toEqual(new Set(['ecr:GetAuthorizationToken']));
  });

  test('no role lists a bucket: who cannot list cannot find what waits for the approval', () => {
    expect(statements.filter(({ Action }) => /s3:List/.test(JSON.stringify(Action)))).toEqual([]);
  });

  test('no role makes or deletes a log group', () => {
    const actions = statements.flatMap(({ Action }) => Action).filter((name) => name.startsWith('logs:'));
    expect(new Set(actions)).toEqual(
      new Set(['logs:CreateLogStream', 'logs:GetLogEvents', 'logs:PutLogEvents']),
    );
  });

  test('keys of other regions are held to the aliases of the pipeline', () => {
    const onAnyKey = statements.filter(({ Resource: on }) => JSON.stringify(on).includes(':key/*'));
    for (const { Resource: on, Condition } of onAnyKey) {
      expect([on].flat()).toEqual(['arn:aws:kms:eu-central-1:111111111111:key/*']);
      expect(Condition).toEqual({
        'ForAnyValue:StringEquals': { 'kms:ResourceAliases': [expect.stringMatching(/^alias\/[^*]+$/)] },
      });
    }
    const crossesBoth = changes.stages?.Release?.account && changes.stages.Release.region;
    expect(onAnyKey).toHaveLength(crossesBoth ? 1 : 0);
  });

  test('self-mutation assumes the roles that deploy and publish where the pipeline has stacks, no others', () => {
    const assumed = statements
      .filter(({ id, Action }) => id.includes('SelfMutation') && [Action].flat().includes('sts:AssumeRole'))
      .flatMap(({ Resource: on }) => [on].flat().map(plain));
    const account = changes.pipeline ? '111111111111' : 'AWS::AccountId';
    expect(assumed.map((arn) => arn.split(':role/')[1]).sort()).toEqual(
      regions
        .flatMap((region) =>
          ['deploy', 'file-publishing'].map((role) => `cdk-slipway-${role}-role-${account}-${region}`),
        )
        .sort(),
    );
    for (const arn of assumed) expect(arn).toContain(`:iam::${account}:`);
  });

  test('what else assumes roles names them: its own and the roles of this qualifier', () => {
    const assumed = statements
      .filter(({ Action }) => [Action].flat().includes('sts:AssumeRole'))
      .flatMap(({ Resource: on }) => [on].flat());
    expect(assumed.length).toBeGreaterThan(3);
    const texts = assumed.map((role) => JSON.stringify(role));
    const named = texts.filter((text) => !text.includes('Fn::GetAtt'));
    expect(texts.filter((text) => text.includes('*'))).toEqual([]);
    expect(named.length).toBeGreaterThan(0);
    for (const text of named) expect(text).toMatch(/role\/cdk-slipway-(deploy|file-publishing|review)-role-/);
  });

  test('a policy of a bucket or key allows principals by their names only', () => {
    const principals = statements.flatMap(({ Principal }) => (Principal ? [JSON.stringify(Principal)] : []));
    expect(principals.length).toBeGreaterThan(0);
    expect(principals.filter((principal) => principal.includes('*'))).toEqual([]);
  });
});

/** A string of a template with the names of what it refers to. */
function plain(value: unknown): string {
  if (typeof value === 'string') return value;
  const { Ref, 'Fn::Join': join } = value as { Ref?: string; 'Fn::Join'?: [string, unknown[]] };
  return Ref ?? join?.[1].map(plain).join('') ?? JSON.stringify(value);
}

test('the source may use the connection under both names of the service', () => {
  const actions = allows.map(({ Action }) => [Action].flat());
  expect(actions).toContainEqual(['codeconnections:UseConnection', 'codestar-connections:UseConnection']);
});

test("roles, groups and their policies carry the app's IAM path", () => {
  const types = ['AWS::IAM::Role', 'AWS::IAM::Group', 'AWS::IAM::ManagedPolicy'];
  const shared = resourcesOf({ groups: 'shared' });
  const holders = [...resources, ...shared].filter(([, { Type }]) => types.includes(Type));
  expect(new Set(holders.map(([, { Type }]) => Type))).toEqual(new Set(types));
  for (const [id, { Properties }] of holders) expect([id, Properties?.Path]).toEqual([id, '/slipway/']);
});

test("the pipeline's roles have names that a policy can say, and those of registries none", () => {
  const roles = resources.filter(([, { Type }]) => Type === 'AWS::IAM::Role');
  const names = roles.map(([, { Properties }]) => Properties?.RoleName);
  expect(names.filter(Boolean).sort()).toEqual(
    ['approve', 'build', 'pipeline', 'review', 'selfupdate', 'source', 'synth'].map(
      (use) => `slipway-${use}`,
    ),
  );
});

test('acknowledged findings stand in the template with their reasons', () => {
  const acknowledged = resources.flatMap(([, { Metadata }]) => Metadata?.cdk_nag?.rules_to_suppress ?? []);
  expect(acknowledged.length).toBeGreaterThan(0);
  for (const { reason } of acknowledged) expect(reason.length).toBeGreaterThan(40);
});

test('the IAM path follows the name, whatever it is', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z][a-z0-9]{2,10}$/), (name) => {
      const stack = new PipelineStack(exampleApp(), 'PipelineStack', {
        distribution: exampleDistribution({ name }),
      });
      const found = Template.fromStack(stack).findResources('AWS::IAM::Role');
      const roles = Object.values(found) as Resource[];
      expect(roles).toHaveLength(7);
      for (const { Properties } of roles) expect(Properties?.Path).toBe(`/${name}/`);
    }),
    { numRuns: 3 },
  );
});

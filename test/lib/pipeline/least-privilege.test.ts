import { Template } from 'aws-cdk-lib/assertions';
import fc from 'fast-check';
import { PipelineStack } from '../../../lib/pipeline/pipeline-stack';
import { exampleApp } from '../example-app';
import { exampleDistribution } from '../example-distribution';

interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: unknown;
  Principal?: unknown;
}

interface Resource {
  Type: string;
  Properties: { Path?: string; PolicyDocument?: { Statement: Statement[] } };
  Metadata?: { cdk_nag?: { rules_to_suppress: { id: string; reason: string }[] } };
}

const app = exampleApp();
const pipelineStack = new PipelineStack(app, 'PipelineStack', exampleDistribution());
const assembly = app.synth();

/** All templates, those of the stages too. */
const templates = [
  Template.fromStack(pipelineStack).toJSON(),
  ...assembly.nestedAssemblies.flatMap(({ nestedAssembly }) =>
    nestedAssembly.stacks.map(({ template }) => template as Record<string, unknown>),
  ),
];
const resources = templates.flatMap(({ Resources }) => Object.entries(Resources as Record<string, Resource>));
const policies = resources.filter(([, { Properties }]) => Properties?.PolicyDocument);
const allows = policies.flatMap(([id, { Properties }]) =>
  (Properties.PolicyDocument?.Statement ?? [])
    .filter(({ Effect }) => Effect === 'Allow')
    .map((statement) => ({ id, ...statement })),
);

test('no Allow has a wildcard in an action', () => {
  expect(allows.length).toBeGreaterThan(20);
  expect(allows.filter(({ Action }) => [Action].flat().some((action) => action.includes('*')))).toEqual([]);
});

test('only ecr:GetAuthorizationToken is allowed on everything', () => {
  const onAll = allows.filter(({ Resource: on }) => [on].flat().includes('*'));
  expect(new Set(onAll.flatMap(({ Action }) => Action))).toEqual(new Set(['ecr:GetAuthorizationToken']));
});

test("what assumes roles names them: the pipeline's own and the bootstrap's of this qualifier", () => {
  const assumed = allows
    .filter(({ Action }) => [Action].flat().includes('sts:AssumeRole'))
    .flatMap(({ Resource: on }) => on);
  expect(assumed.length).toBeGreaterThan(3);
  for (const role of assumed) {
    const text = JSON.stringify(role);
    expect(text).not.toContain('*');
    if (!text.includes('Fn::GetAtt'))
      expect(text).toMatch(/role\/cdk-slipway-(deploy|file-publishing)-role-/);
  }
});

test('no bucket policy allows anybody but roles by their names', () => {
  for (const { Principal } of allows.filter((statement) => statement.Principal)) {
    expect(JSON.stringify(Principal)).not.toContain('*');
  }
});

test('the source may use the connection under both names of the service', () => {
  const actions = allows.map(({ Action }) => [Action].flat());
  expect(actions).toContainEqual(['codeconnections:UseConnection', 'codestar-connections:UseConnection']);
});

test("roles and groups carry the app's IAM path", () => {
  const holders = resources.filter(([, { Type }]) => ['AWS::IAM::Role', 'AWS::IAM::Group'].includes(Type));
  expect(holders.length).toBeGreaterThan(10);
  for (const [id, { Properties }] of holders) expect([id, Properties.Path]).toEqual([id, '/slipway/']);
});

test('acknowledged findings stand in the template with their reasons', () => {
  const acknowledged = resources.flatMap(([, { Metadata }]) => Metadata?.cdk_nag?.rules_to_suppress ?? []);
  expect(acknowledged.length).toBeGreaterThan(0);
  for (const { reason } of acknowledged) expect(reason.length).toBeGreaterThan(40);
});

test('the IAM path follows the name, whatever it is', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z][a-z0-9]{2,10}$/), (name) => {
      const stack = new PipelineStack(exampleApp(), 'PipelineStack', exampleDistribution({ name }));
      const roles = Template.fromStack(stack).findResources('AWS::IAM::Role');
      for (const role of Object.values(roles) as Resource[]) expect(role.Properties.Path).toBe(`/${name}/`);
    }),
    { numRuns: 3 },
  );
});

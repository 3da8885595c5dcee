import { execFileSync } from 'node:child_process';
import { Environment, environmentsOf } from '../../bootstrap/environments';
import { makePlan, showPlan } from '../../bootstrap/plan';
import { Template, templateBody } from '../../bootstrap/toolkit-template';
import { exampleDistribution } from '../lib/example-distribution';

const SOURCE = execFileSync(
  process.execPath,
  [require.resolve('aws-cdk/bin/cdk'), 'bootstrap', '--show-template'],
  { encoding: 'utf8' },
);
const distribution = exampleDistribution({
  name: 'acme',
  pipeline: { account: '111111111111', region: 'eu-west-1' },
  stages: { Release: { account: '222222222222' } },
});
const all = environmentsOf(distribution, { account: '', region: '' });
const [home, other] = all;

function plan(environment: Environment, changes: object = {}) {
  return makePlan({ distribution, environment, all, source: SOURCE, trust: [], ...changes });
}

interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
  readonly Principal?: unknown;
  readonly Condition?: Record<string, Record<string, unknown>>;
}

/** Every statement in any policy of a template. */
function statements(value: unknown): Statement[] {
  if (typeof value !== 'object' || value === null) return [];
  const { Statement } = value as { Statement?: Statement[] };
  return [
    ...(Statement ?? []),
    ...Object.values(value).flatMap((part) => (part === Statement ? [] : statements(part))),
  ];
}

function deployRole({ Resources }: Template): Statement[] {
  return statements(Resources.DeploymentActionRole.Properties.Policies);
}

describe.each([
  { where: "the pipeline's account", environment: home },
  { where: "a stage's account", environment: other },
])('in $where', ({ environment }) => {
  const { template } = plan(environment);

  test('no Allow has a wildcard in an action or in a principal', () => {
    const allows = statements(template).filter(({ Effect }) => Effect === 'Allow');
    expect(allows.length).toBeGreaterThan(15);
    for (const { Action, Principal, ...rest } of allows) {
      expect(JSON.stringify([Action, Principal ?? null])).not.toContain('*');
      expect(Object.keys(rest)).not.toContain('NotAction');
    }
  });

  test('no role has a managed policy of AWS’s; CloudFormation has ours, and none of them a boundary of ours', () => {
    const text = JSON.stringify(template.Resources);
    expect(text).not.toMatch(/iam::aws:policy/);
    expect(template.Resources.CloudFormationExecutionRole.Properties.ManagedPolicyArns).toContainEqual({
      Ref: 'CloudformationExecutionIdentities',
    });
    expect(text).not.toContain('"PermissionsBoundary":"');
  });

  test('the deploy role passes the execution role to CloudFormation, and nothing else', () => {
    const { account, region } = environment;
    const passes = deployRole(template).filter(({ Action }) => [Action].flat().includes('iam:PassRole'));
    expect(passes).toMatchObject([
      {
        Resource: [`arn:aws:iam::${account}:role/cdk-slipway-cfn-exec-role-${account}-${region}`],
        Condition: { StringEquals: { 'iam:PassedToService': 'cloudformation.amazonaws.com' } },
      },
    ]);
  });

  test('the deploy role changes stacks with our tag, under the execution role, and creates no other', () => {
    const { account, region } = environment;
    const role = `arn:aws:iam::${account}:role/cdk-slipway-cfn-exec-role-${account}-${region}`;
    const conditionOf = (action: string) => {
      const found = deployRole(template).filter(({ Action }) =>
        [Action].flat().includes(`cloudformation:${action}`),
      );
      expect([action, found.length]).toEqual([action, 1]);
      return found[0].Condition?.StringEquals;
    };
    for (const action of [
      'UpdateStack',
      'DeleteStack',
      'CreateChangeSet',
      'RollbackStack',
      'ContinueUpdateRollback',
    ]) {
      expect([action, conditionOf(action)]).toEqual([
        action,
        { 'aws:ResourceTag/slipway:distribution': 'acme', 'cloudformation:RoleArn': role },
      ]);
    }
    expect(conditionOf('CreateStack')).toEqual({
      'aws:RequestTag/slipway:distribution': 'acme',
      'cloudformation:RoleArn': role,
    });
    for (const action of [
      'ExecuteChangeSet',
      'DeleteChangeSet',
      'UpdateTerminationProtection',
      'GetTemplate',
    ]) {
      expect([action, conditionOf(action)]).toEqual([
        action,
        { 'aws:ResourceTag/slipway:distribution': 'acme' },
      ]);
    }
  });

  test('what lies in the staging bucket expires', () => {
    expect(template.Resources.StagingBucket.Properties.LifecycleConfiguration).toMatchObject({
      Rules: expect.arrayContaining([
        { Id: 'ExpireTemplates', Status: 'Enabled', ExpirationInDays: 1 },
      ]) as object[],
    });
  });

  test('it is short enough for CloudFormation', () => {
    expect(templateBody(template).length).toBeLessThan(51_200);
  });
});

test('the deploy role knows no stack of an identity provider that is there already', () => {
  const existing = exampleDistribution({ identityProvider: 'existing' });
  const [there] = environmentsOf(existing, { account: '111111111111', region: 'eu-west-1' });
  const { template } = makePlan({
    distribution: existing,
    environment: there,
    all: [there],
    source: SOURCE,
    trust: [],
  });
  expect(JSON.stringify(deployRole(template))).not.toContain('GitHubIdentityProvider');
});

test('only the account that trusts another reads artifacts of it', () => {
  const reads = (environment: Environment) =>
    deployRole(plan(environment).template).filter(({ Sid }) => Sid?.includes('Artifact'));
  expect(reads(home)).toEqual([]);
  for (const { Sid, Condition, Resource } of reads(other)) {
    expect([Sid, JSON.stringify([Condition, Resource])]).toEqual([
      Sid,
      expect.stringContaining('111111111111'),
    ]);
  }
});

test('a stage’s account trusts the pipeline’s, and whom else it is told to', () => {
  expect(plan(home).command.filter((argument) => argument.startsWith('--trust'))).toEqual([]);
  expect(plan(other, { trust: ['333333333333'] }).command).toEqual(
    expect.arrayContaining(['--trust=111111111111', '--trust=333333333333']),
  );
});

test('who is not trusted any more is said, and so is a toolkit that is not ours', () => {
  const template = { ...plan(other).template, Parameters: {} } as unknown as Template;
  const { command } = plan(other, { current: { template, trusts: ['444444444444'] } });
  expect(command).toEqual(expect.arrayContaining(['--untrust=444444444444', '--force']));
});

test('the plan says what is new, changed and unchanged', () => {
  const { template, trusts, policies } = plan(home);
  expect(showPlan(plan(home))).toMatch(
    /stack SlipwayToolkit: create\n {2}new +cdk-slipway-permissions-boundary/,
  );
  expect(showPlan(plan(home, { current: { template, trusts } }))).toContain('SlipwayToolkit: leave as it is');
  const changed = JSON.parse(JSON.stringify(template)) as Template;
  changed.Resources.PermissionsBoundary.Properties.PolicyDocument = {};
  const shown = showPlan(plan(home, { current: { template: changed, trusts } }));
  expect(shown).toContain('SlipwayToolkit: update');
  expect(shown.match(/^ {2}(changed|unchanged) /gm)).toHaveLength(policies.length);
  expect(shown.match(/^ {2}changed /gm)).toHaveLength(1);
});

test('a template of another CDK version does not pass unnarrowed', () => {
  const source = SOURCE.replace('  LookupRole:', '  OtherRole:');
  expect(() => plan(home, { source })).toThrow(
    'added OtherRole, missing LookupRole; use the CLI of package-lock.json, or review',
  );
});

import { execFileSync } from 'node:child_process';
import * as path from 'node:path';
import { parse } from 'yaml';
import { Environment, environmentsOf } from '../../../../cli/bootstrap/settings/environments';
import { awsTemplate, Template, templateBody } from '../../../../cli/bootstrap/toolkit/toolkit-template';
import { exampleDistribution } from '../../../lib/example-distribution';
import { home, other, plan } from '../plan/example-plan';

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

  test('the template is short enough for CloudFormation', () => {
    expect(templateBody(template).length).toBeLessThan(51_200);
  });
});

test('the logs of builds are kept for a year, where the pipeline is, by what no commit can change', () => {
  const logGroups = ({ Resources }: Template) =>
    Object.values(Resources)
      .filter(({ Type }) => Type === 'AWS::Logs::LogGroup')
      .map(({ Properties }) => [Properties.LogGroupName, Properties.RetentionInDays]);
  expect(logGroups(plan(home).template)).toEqual([
    ['/aws/codebuild/acme-synth', 365],
    ['/aws/codebuild/acme-selfupdate', 365],
    ['/aws/codebuild/acme-review', 365],
  ]);
  expect(logGroups(plan(other).template)).toEqual([]);
  const execution = plan(home).policies.filter(({ isOfExecution }) => isOfExecution);
  expect(JSON.stringify(execution.map(({ content }) => content))).not.toContain('logs:');
});

test('the deploy role knows no stack of an identity provider that is there already', () => {
  const distribution = exampleDistribution({ identityProvider: 'existing' });
  const [there] = environmentsOf(distribution, { account: '111111111111', region: 'eu-west-1' });
  const { template } = plan(there, { distribution, all: [there] });
  expect(JSON.stringify(deployRole(template))).not.toContain('GitHubIdentityProvider');
});

test('only the account that trusts another reads artifacts of it', () => {
  const reads = (environment: Environment) =>
    deployRole(plan(environment).template).filter(({ Sid }) => Sid?.includes('Artifact'));
  expect(reads(home)).toEqual([]);
  expect(reads(other)).toHaveLength(3);
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

test('the CLI, which runs in another folder, is given a path from the root', () => {
  expect(plan(home, { output: 'cdk.out' }).command).toContain(
    `--template=${path.resolve('cdk.out/SlipwayToolkit-111111111111-eu-west-1.json')}`,
  );
});

test('who is not trusted any more is said, and so is a toolkit that is not ours', () => {
  const template = { ...plan(other).template, Parameters: {} } as unknown as Template;
  const { command } = plan(other, { current: { template, trusts: ['444444444444'] } });
  expect(command).toEqual(expect.arrayContaining(['--untrust=444444444444', '--force']));
});

test("AWS's template is the one that the CLI prints", () => {
  const command = [require.resolve('aws-cdk/bin/cdk'), 'bootstrap', '--show-template'];
  const printed: unknown = parse(execFileSync(process.execPath, command, { encoding: 'utf8' }));
  expect(parse(awsTemplate())).toEqual(printed);
});

test('a template of another CDK version does not pass unnarrowed', () => {
  const source = awsTemplate().replace('  LookupRole:', '  OtherRole:');
  expect(() => plan(home, { source })).toThrow(
    'added OtherRole, missing LookupRole; use the CLI of package-lock.json, or review',
  );
});

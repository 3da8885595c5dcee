import type { Stack } from '@aws-sdk/client-cloudformation';
import { environmentsOf } from '../../../../cli/bootstrap/settings/environments';
import { refuseForeignStacks } from '../../../../cli/bootstrap/stacks/foreign-stacks';
import { exampleDistribution } from '../../../lib/example-distribution';

const HOME = { account: '111111111111', region: 'eu-west-1' };
const TAGS = [{ Key: 'slipway:distribution', Value: 'slipway' }];
const TOOLKIT = [
  { ParameterKey: 'Qualifier', ParameterValue: 'slipway' },
  { ParameterKey: 'BootstrapVariant', ParameterValue: 'anything' },
];

type Changes = Parameters<typeof exampleDistribution>[0];

/** What is refused with these stacks in each region; nothing if all is well. */
async function refusal(stacks: Record<string, Partial<Stack>>, changes: Changes = { pipeline: HOME }) {
  const distribution = exampleDistribution(changes);
  const all = environmentsOf(distribution, HOME);
  const find = (region: string, StackName: string): Promise<Stack | undefined> => {
    const found = stacks[StackName] ?? stacks[`${StackName} ${region}`];
    return Promise.resolve(
      found && { StackName, StackStatus: 'CREATE_COMPLETE', CreationTime: undefined, ...found },
    );
  };
  return refuseForeignStacks(distribution.name, all, find).catch((error: Error) => error.message);
}

test('an account without stacks, and one with ours, is bootstrapped', async () => {
  expect(await refusal({})).toBeUndefined();
  expect(
    await refusal({
      PipelineStack: { Tags: TAGS },
      GitHubIdentityProvider: { Tags: [{ Key: 'other', Value: 'x' }, ...TAGS] },
      SlipwayToolkit: { Parameters: TOOLKIT },
    }),
  ).toBeUndefined();
});

test('all that is found is refused in one error, with what was expected and the fix', async () => {
  const message = await refusal({
    PipelineStack: { Tags: [] },
    GitHubIdentityProvider: { Tags: [{ Key: 'slipway:distribution', Value: 'other' }] },
    SlipwayToolkit: { Parameters: [{ ParameterKey: 'Qualifier', ParameterValue: 'hnb659fds' }] },
  });
  const where = 'in account 111111111111, region eu-west-1 (CREATE_COMPLETE)';
  expect(message).toMatch(/^Nothing was changed/);
  for (const text of [
    `- stack SlipwayToolkit ${where}\n    received: the qualifier hnb659fds`,
    `- stack PipelineStack ${where}\n    received: no tag slipway:distribution\n    expected: slipway:distribution=slipway`,
    `- stack GitHubIdentityProvider ${where}\n    received: the tag slipway:distribution=other`,
    "fix:      it belongs to another app: put the pipeline elsewhere with 'pipeline'",
    'fix:      it belongs to another distribution: say',
  ]) {
    expect(message).toContain(text);
  }
});

test.each(['PipelineStack', 'GitHubIdentityProvider', 'SlipwayToolkit'])(
  'a stack %s that has only a change set yet counts too',
  async (name) => {
    expect(await refusal({ [name]: { StackStatus: 'REVIEW_IN_PROGRESS' } })).toContain(
      `- stack ${name} in account 111111111111, region eu-west-1 (REVIEW_IN_PROGRESS)`,
    );
    expect(await refusal({ [name]: { StackStatus: 'REVIEW_IN_PROGRESS' } })).toContain(
      `  aws cloudformation delete-stack --stack-name ${name} --region eu-west-1`,
    );
  },
);

test('a stack without the tag is not ours, even under our execution role', async () => {
  const RoleARN = 'arn:aws:iam::111111111111:role/cdk-slipway-cfn-exec-role-111111111111-eu-west-1';
  const message = await refusal({ PipelineStack: { RoleARN } });
  expect(message).toContain('no tag slipway:distribution');
  expect(message).toContain('CHANGELOG.md says how it gets the tag');
});

test('a toolkit of ours that failed or was broken off is no stranger', async () => {
  for (const StackStatus of ['REVIEW_IN_PROGRESS', 'ROLLBACK_COMPLETE'] as const) {
    expect(await refusal({ SlipwayToolkit: { StackStatus, Parameters: TOOLKIT } })).toBeUndefined();
  }
});

test('a provider’s stack is looked for where a stage makes it, and nowhere else', async () => {
  const provider = { 'GitHubIdentityProvider eu-central-1': {} };
  const at = (stage: string) => ({ pipeline: HOME, stages: { [stage]: { region: 'eu-central-1' } } });
  expect(await refusal(provider, at('Development'))).toContain('stack GitHubIdentityProvider');
  expect(await refusal(provider, at('Master'))).toBeUndefined();
  expect(await refusal(provider, { ...at('Development'), identityProvider: 'existing' })).toBeUndefined();
});

test('where the pipeline has only a bucket, that stack is looked for', async () => {
  const stages = { Release: { account: '222222222222', region: 'us-east-1' } };
  const message = await refusal(
    { 'PipelineStack-support-us-east-1 us-east-1': {}, 'PipelineStack us-east-1': {} },
    { pipeline: HOME, stages },
  );
  expect(message).toContain(
    '- stack PipelineStack-support-us-east-1 in account 111111111111, region us-east-1',
  );
  expect(message).not.toContain('stack PipelineStack in');
});

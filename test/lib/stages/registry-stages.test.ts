import { Stack } from 'aws-cdk-lib';
import { DistributionInput, STAGE_NAMES } from '../../../lib/config';
import { registryStages } from '../../../lib/stages/registry-stages';
import { exampleApp } from '../example-app';
import { exampleDistribution } from '../example-distribution';

/** Stack names of each stage. */
function stackNames(changes?: Partial<DistributionInput>): Record<string, string[]> {
  const stages = registryStages(new Stack(exampleApp(), 'Pipeline'), exampleDistribution(changes));
  return Object.fromEntries(
    stages.map((stage) => [
      stage.node.id,
      stage
        .synth()
        .stacks.map(({ stackName }) => stackName)
        .sort(),
    ]),
  );
}

test('each image has a stack in each stage, and the first stage has the identity provider', () => {
  expect(stackNames()).toEqual({
    Development: ['GitHubIdentityProvider', 'SampleImageDevelopment'],
    Master: ['SampleImageMaster'],
    Release: ['SampleImageRelease'],
  });
});

test('the first stage of each account has the identity provider', () => {
  const names = stackNames({
    pipeline: { account: '111111111111', region: 'eu-west-1' },
    stages: { Release: { account: '222222222222' } },
  });
  expect(names.Master).toEqual(['SampleImageMaster']);
  expect(names.Release).toEqual(['GitHubIdentityProvider', 'SampleImageRelease']);
});

test("identityProvider 'existing' creates none", () => {
  expect(Object.values(stackNames({ identityProvider: 'existing' })).flat()).not.toContain(
    'GitHubIdentityProvider',
  );
});

const TOLD = { notifications: { emails: ['team@example.com'] } };
const PIPELINE = { account: '111111111111', region: 'eu-west-1' };

test.each([
  ['in another account', { Release: { account: '222222222222' } }, ['FindingNoticesRelease']],
  ['in another region', { Master: { region: 'us-east-1' } }, ['FindingNoticesMaster']],
  ['in Development alone', { Development: { account: '222222222222' } }, []],
  [
    'in one place elsewhere',
    { Master: { region: 'us-east-1' }, Release: { region: 'us-east-1' } },
    ['FindingNoticesMaster', 'FindingNoticesRelease'],
  ],
])(
  'a stage %s tells of its findings itself, if it is one of which they are told',
  (_where, stages, expected) => {
    const names = (changes: Partial<DistributionInput>) =>
      Object.values(stackNames({ pipeline: PIPELINE, stages, ...changes }))
        .flat()
        .filter((name) => name.startsWith('FindingNotices'));
    expect(names(TOLD)).toEqual(expected);
    expect(names({})).toEqual([]);
    expect(names({ notifications: { topicArn: 'arn:aws:sns:eu-west-1:111111111111:team' } })).toEqual([]);
  },
);

test('images that share groups have them in a stack of each stage, and none of their own', () => {
  expect(stackNames({ groups: 'shared' })).toEqual({
    Development: ['GitHubIdentityProvider', 'SampleImageDevelopment', 'SharedGroupsDevelopment'],
    Master: ['SampleImageMaster', 'SharedGroupsMaster'],
    Release: ['SampleImageRelease', 'SharedGroupsRelease'],
  });
  const distribution = exampleDistribution({ groups: 'shared' });
  const stages = registryStages(new Stack(exampleApp(), 'Pipeline'), distribution);
  expect(stages).toHaveLength(STAGE_NAMES.length);
  for (const stage of stages) {
    const stack = stage.synth().getStackByName(`SampleImage${stage.node.id}`);
    const { Resources, Outputs } = stack.template as { Resources: object; Outputs: object };
    expect(JSON.stringify(Resources)).not.toContain('AWS::IAM::Group');
    expect(Object.keys(Outputs).filter((name) => name.includes('Group'))).toEqual([]);
    expect(Object.keys(Outputs)).toEqual(
      expect.arrayContaining(['ImageRepositoryArn', 'GitHubRoleArn', 'GitHubRegion']),
    );
  }
});

test('images have the groups that they share before the stack of each takes its own away', () => {
  const distribution = exampleDistribution({ groups: 'shared' });
  const stages = registryStages(new Stack(exampleApp(), 'Pipeline'), distribution);
  expect(stages).toHaveLength(STAGE_NAMES.length);
  for (const stage of stages) {
    const [image, shared] = ['SampleImage', 'SharedGroups'].map((name) =>
      stage.synth().getStackByName(`${name}${stage.node.id}`),
    );
    expect(image.dependencies.map(({ id }) => id)).toContain(shared.id);
  }
});

test('a role is created only when the provider that it trusts is there', () => {
  const [development] = registryStages(new Stack(exampleApp(), 'Pipeline'), exampleDistribution());
  const image = development.synth().getStackByName('SampleImageDevelopment');
  const provider = development.synth().getStackByName('GitHubIdentityProvider');
  expect(image.dependencies.map(({ id }) => id)).toContain(provider.id);
});

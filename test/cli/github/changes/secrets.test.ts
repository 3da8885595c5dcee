import { exampleDistribution } from '../../../lib/example-distribution';
import type { ImageInput } from '../../../../lib/config/settings/image-settings';
import { aws, FIRST, github, said, setUp, stackOf, useStubs } from '../rig';

useStubs();

const DEVELOPMENT = 'your-org/sample-image/Development';
const ONE_STAGE = { ...FIRST, stage: ['Development'] };
const BUILT = { repository: 'your-org/sample-image', ownerId: 1234567, repositoryId: 89012345 };

/** A distribution that releases Other beside SampleImage; its stacks are as old. */
function withOther(images: ImageInput[]) {
  aws.answers.DescribeStacks = () => ({
    Stacks: [stackOf('Development'), stackOf('Development', 'Other')],
  });
  return () => exampleDistribution({ images });
}

function secretsOf(environment: string) {
  const { secrets, variables } = github.state.environments[environment];
  return [secrets.AWS_GITHUB_ROLE_ARN?.value, variables?.SECRETS_ARE_FOR];
}

test.each([[], ['SampleImage'], ['Other']])(
  'the set-up of %j rejects two images of one repository, whose secrets would be one image’s',
  async (...chosen) => {
    const twins = withOther([
      { ...BUILT, name: 'SampleImage' },
      { ...BUILT, name: 'Other' },
    ]);
    await expect(setUp(ONE_STAGE, chosen, twins)).rejects.toThrow(
      /SampleImage and Other are all built by your-org\/sample-image, .*expected a repository for each: .*retired: true/,
    );
    expect(github.writes).toEqual([]);
  },
);

test('the set-up takes an image beside two that are built by one repository which is not its own', async () => {
  const others = { repository: 'your-org/monorepo', ownerId: 1234567, repositoryId: 3 };
  const distribution = withOther([
    { ...BUILT, name: 'SampleImage' },
    { ...others, name: 'First' },
    { ...others, name: 'Second' },
  ]);
  expect(await setUp({ ...ONE_STAGE, dryRun: true }, ['SampleImage'], distribution)).toBe(0);
});

test('the set-up replaces the secrets of an image that is retired, however new they are, and says whose they were', async () => {
  await setUp(ONE_STAGE);
  expect(secretsOf(DEVELOPMENT)).toEqual(['role-Development', 'arn-Development']);
  said.lines = [];

  const successor = withOther([
    { ...BUILT, name: 'SampleImage', retired: true },
    { ...BUILT, name: 'Other' },
  ]);
  expect(await setUp(ONE_STAGE, [], successor)).toBe(0);
  expect(said.text()).toContain('secrets of Development, in place of those for arn-Development');
  expect(secretsOf(DEVELOPMENT)).toEqual(['role-DevelopmentOther', 'arn-DevelopmentOther']);
});

test('the set-up sets secrets again of which nothing says what they are for', async () => {
  await setUp(ONE_STAGE);
  github.change((state) => {
    delete state.environments[DEVELOPMENT].variables?.SECRETS_ARE_FOR;
    state.environments[DEVELOPMENT].secrets.AWS_GITHUB_ROLE_ARN.value = 'role-of-another';
  });

  await setUp(ONE_STAGE);
  expect(secretsOf(DEVELOPMENT)).toEqual(['role-Development', 'arn-Development']);
  const { length } = github.writes;
  await setUp(ONE_STAGE);
  expect(github.writes).toHaveLength(length);
});

test('the set-up begins again with secrets that it has replaced by half', async () => {
  await setUp(ONE_STAGE);
  const successor = withOther([{ ...BUILT, name: 'Other' }]);
  github.change((state) => {
    state.refusals = {
      'PUT repos/your-org/sample-image/environments/Development/secrets/AWS_GITHUB_ROLE_ARN':
        'Oops (HTTP 500)',
    };
  });
  await expect(setUp(ONE_STAGE, [], successor)).rejects.toThrow(/HTTP 500/);
  expect(secretsOf(DEVELOPMENT)).toEqual(['role-Development', undefined]);

  github.change((state) => {
    state.refusals = {};
  });
  // Back to the first: all secrets are newer than its stack, and nothing says any more whose they are.
  await setUp(ONE_STAGE);
  const { secrets } = github.state.environments[DEVELOPMENT];
  expect(
    Object.values(secrets)
      .map(({ value }) => value)
      .sort(),
  ).toEqual(['arn-Development', 'eu-west-1', 'role-Development']);
});

test('the set-up says of secrets what they are for only once GitHub shows that all were set', async () => {
  await setUp(ONE_STAGE);
  const successor = withOther([{ ...BUILT, name: 'Other' }]);
  github.change((state) => {
    state.ignores = ['PUT repos/your-org/sample-image/environments/Development/secrets/AWS_GITHUB_ROLE_ARN'];
  });
  await expect(setUp(ONE_STAGE, [], successor)).rejects.toThrow(
    /the secret AWS_GITHUB_ROLE_ARN of .*, expected one of now/,
  );
  expect(secretsOf(DEVELOPMENT)).toEqual(['role-Development', undefined]);

  github.change((state) => {
    state.ignores = [];
  });
  await setUp(ONE_STAGE, [], successor);
  expect(secretsOf(DEVELOPMENT)).toEqual(['role-DevelopmentOther', 'arn-DevelopmentOther']);
});

import { exampleDistribution } from '../../../lib/example-distribution';
import { FIRST, github, said, setUp, useStubs } from '../rig';

useStubs();

/** Fewer commands, each of which is a process. */
const ONE_STAGE = { ...FIRST, stage: ['Release'] };

const named = (environment: string) => () => exampleDistribution({ stages: { Release: { environment } } });

test.each([
  ['eu/release', false],
  ['release#1', false],
  ['Freigabe für/all#1!', false],
  ['eu/release', true],
  ['release#1', true],
  ['Freigabe für/all#1!', true],
])('the environment %s is made whole, where it is %s that gh encodes names', async (name, encodesNames) => {
  github.change((state) => {
    state.encodesNames = encodesNames;
  });
  expect(await setUp(ONE_STAGE, [], named(name))).toBe(0);

  expect(Object.keys(github.state.environments)).toEqual([`your-org/sample-image/${name}`]);
  const { secrets } = github.state.environments[`your-org/sample-image/${name}`];
  expect(secrets.AWS_GITHUB_ROLE_ARN.value).toBe('role-Release');

  github.change((state) => {
    state.environments[`your-org/sample-image/${name}`].secrets.AWS_GITHUB_ROLE_ARN.updatedAt =
      '2026-11-23T00:00:00Z';
    state.calls = [];
  });
  await setUp(ONE_STAGE, [], named(name));
  expect(github.writes).toEqual([
    `PUT repos/your-org/sample-image/environments/${encodeURIComponent(name)}/secrets/AWS_GITHUB_ROLE_ARN`,
  ]);
});

test('a name that gh does not pass on is refused before anything has changed', async () => {
  github.change((state) => {
    state.refusals = {
      'GET repos/your-org/sample-image/environments/eu%2Frelease/secrets': 'Gone (HTTP 404)',
    };
    state.hidesAddresses = true;
  });
  await expect(setUp(ONE_STAGE, [], named('eu/release'))).rejects.toThrow(
    /is called 'eu\/release', expected a name without \/ and #, which this gh does not pass on/,
  );
  expect(github.writes).toEqual([]);
});

test.each(['.', '..'])('an environment %s is refused, which no address can name', async (name) => {
  await expect(setUp(ONE_STAGE, [], named(name))).rejects.toThrow(
    `an environment is called '${name}', expected a name that can be part of an address`,
  );
  expect(github.writes).toEqual([]);
});

test('the plan shows the name as gh takes it', async () => {
  await setUp({ ...ONE_STAGE, dryRun: true }, [], named('eu/release'));
  expect(said.text()).toContain('gh secret set AWS_DEFAULT_REGION --env eu%2Frelease --repo');
});

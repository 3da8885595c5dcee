import * as fs from 'node:fs';
import { BRANCH, FIRST, github, RELEASE, setUp, useStubs } from '../rig';

useStubs();

const IMAGE = 'repos/your-org/sample-image';

/** Fewer commands, each of which is a process. */
const ONE_STAGE = { ...FIRST, stage: ['Release'] };

test('the set-up sets no secret of a Release whose reviewers GitHub has dropped, and goes on once it has not', async () => {
  github.change((state) => {
    state.drops = ['alice'];
  });

  await expect(setUp(ONE_STAGE)).rejects.toThrow(
    /^your-org\/sample-image: environment Release, .*GitHub answered that this was done, and shows reviewers releasers, expected alice and your-org\/releasers: none of its secrets was set[^]*run this again/,
  );
  expect(github.state.environments[RELEASE].secrets).toEqual({});
  expect(github.state.protection).toEqual({});

  github.change((state) => {
    state.drops = [];
  });
  expect(await setUp(ONE_STAGE)).toBe(0);
  expect(github.state.environments[RELEASE].protection_rules[0].reviewers).toHaveLength(2);
  expect(Object.keys(github.state.environments[RELEASE].secrets)).toHaveLength(3);
});

test.each([
  [
    'the branch that may deploy',
    `POST ${IMAGE}/environments/Release/deployment-branch-policies`,
    'branches none, expected master alone',
  ],
  [
    'a secret',
    `PUT ${IMAGE}/environments/Release/secrets/AWS_GITHUB_ROLE_ARN`,
    'no secret AWS_GITHUB_ROLE_ARN, expected it',
  ],
  ['a variable', `POST ${IMAGE}/actions/variables`, 'the value none, expected Release'],
  [
    'what the secrets are for',
    `POST ${IMAGE}/environments/Release/variables`,
    'the variable SECRETS_ARE_FOR none, expected arn-Release',
  ],
  [
    'the protection of the branch',
    'PUT repos/your-org/image-distribution/branches/master/protection',
    'require_code_owner_reviews none, expected true',
  ],
])('the set-up stops at %s that GitHub only says it has taken', async (_, call, difference) => {
  github.change((state) => {
    state.ignores = [call];
  });
  await expect(setUp(ONE_STAGE)).rejects.toThrow(difference);
  expect(fs.existsSync('.github/CODEOWNERS')).toBe(false);
});

test('the set-up stops at an environment that GitHub only says it has made', async () => {
  github.change((state) => {
    state.ignores = [`PUT ${IMAGE}/environments/Development`];
  });
  await expect(setUp({ ...FIRST, stage: ['Development'] })).rejects.toThrow(
    'no such environment: none of its secrets was set',
  );
});

test('the set-up stops at a branch that stays admitted, and says that secrets are there already', async () => {
  await setUp(ONE_STAGE);
  github.change((state) => {
    state.environments[RELEASE].policies.push({ id: 9, name: 'feature/*' });
    state.ignores = [`DELETE ${IMAGE}/environments/Release/deployment-branch-policies/9`];
  });
  await expect(setUp(ONE_STAGE)).rejects.toThrow(
    /branches master and feature\/\*, expected master alone: no secret was set, but those that it had already are open/,
  );
});

test('the set-up stops at an old secret that was not set again', async () => {
  await setUp(ONE_STAGE);
  github.change((state) => {
    state.environments[RELEASE].secrets.AWS_GITHUB_ROLE_ARN.updatedAt = '2026-11-23T00:00:00Z';
    state.ignores = [`PUT ${IMAGE}/environments/Release/secrets/AWS_GITHUB_ROLE_ARN`];
  });
  await expect(setUp(ONE_STAGE)).rejects.toThrow(
    'the secret AWS_GITHUB_ROLE_ARN of 2026-11-23T00:00:00.000Z, expected one of now',
  );
});

test('the set-up stops where somebody may still pass by the review', async () => {
  await setUp(ONE_STAGE);
  github.change((state) => {
    const { required_pull_request_reviews: reviews } = state.protection[BRANCH] as {
      required_pull_request_reviews: Record<string, unknown>;
    };
    reviews.bypass_pull_request_allowances = { users: [{ login: 'mallory' }], teams: [], apps: [] };
    state.ignores = ['PUT repos/your-org/image-distribution/branches/master/protection'];
  });
  await expect(setUp(ONE_STAGE)).rejects.toThrow(
    /shows bypass_pull_request_allowances .*mallory.*, expected none: look at/,
  );
});

test('the set-up says what is made when a later step is refused, and that it goes on from there', async () => {
  github.change((state) => {
    state.refusals = {
      [`PUT ${IMAGE}/environments/Release/secrets/AWS_ECR_REGISTRY_ARN`]: 'Oops (HTTP 500)',
    };
  });
  const failure = await setUp(ONE_STAGE).catch(({ message }: Error) => message);
  expect(failure).toMatch(/secrets of Release: .*was refused: .*HTTP 500: Oops/);
  expect(failure).toContain(
    'Made until then:\n  your-org/sample-image: environment Release, from master only',
  );
  expect(failure).toContain('secrets of Release: 2 of 3 commands\n');
  expect(failure).toContain('run this again: it goes on from where it stands');

  github.change((state) => {
    state.refusals = {};
    state.calls = [];
  });
  expect(await setUp(ONE_STAGE)).toBe(0);
  expect(github.writes).not.toContain(`PUT ${IMAGE}/environments/Release`);
  expect(Object.keys(github.state.environments[RELEASE].secrets)).toHaveLength(3);
});

test('the set-up says that nothing was made before the first step, where that is refused', async () => {
  github.change((state) => {
    state.refusals = { [`PUT ${IMAGE}/environments/Release`]: 'Must have admin rights (HTTP 403)' };
  });
  await expect(setUp(ONE_STAGE)).rejects.toThrow(
    /Must have admin rights \(HTTP 403\)\nNothing was made before that\. Once that/,
  );
});

import { SetUpOptions } from '../../../cli/github/set-up';
import { exampleDistribution } from '../../lib/example-distribution';
import * as fs from 'node:fs';
import { aws, FIRST, github, RELEASE, said, setUp, stackOf, useStubs } from './rig';

useStubs();

test('the set-up makes three environments with their branches, reviewers and secrets', async () => {
  expect(await setUp(FIRST)).toBe(0);

  const { environments } = github.state;
  expect(Object.keys(environments).sort()).toEqual(
    ['Development', 'Master', 'Release'].map((name) => `your-org/sample-image/${name}`),
  );
  const { Development, Master, Release } = Object.fromEntries(
    Object.entries(environments).map(([name, environment]) => [name.split('/')[2], environment]),
  );
  expect(Development.deployment_branch_policy).toBeNull();
  for (const environment of [Master, Release]) {
    expect(environment.deployment_branch_policy).toEqual({
      protected_branches: false,
      custom_branch_policies: true,
    });
    expect(environment.policies).toEqual([{ id: 1, name: 'master', type: 'branch' }]);
  }
  expect(Master.protection_rules.map(({ type }) => type)).toEqual(['branch_policy']);
  expect(Release.protection_rules[0].reviewers).toEqual([
    { type: 'Team', reviewer: expect.objectContaining({ slug: 'releasers' }) as object },
    { type: 'User', reviewer: expect.objectContaining({ login: 'alice' }) as object },
  ]);
  const values = Object.entries(Release.secrets).map(([name, { value }]) => [name, value]);
  expect(Object.fromEntries(values)).toEqual({
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_GITHUB_ROLE_ARN: 'role-Release',
    AWS_ECR_REGISTRY_ARN: 'arn-Release',
  });
});

test('the set-up asks nothing about placeholders, unless the account is a local one', async () => {
  const endpoint = process.env.AWS_ENDPOINT_URL;
  try {
    delete process.env.AWS_ENDPOINT_URL;
    await expect(setUp(FIRST)).rejects.toThrow("'your-org/sample-image' is a placeholder");
    const own = fs.readFileSync('distribution.config.ts', 'utf8').replace('your-org/', 'acme/');
    fs.writeFileSync('distribution.config.ts', own.replace(/ownerId.*\d/, "subject: 'classic'"));
    await expect(setUp(FIRST)).rejects.toThrow("'your-org/image-distribution' is a placeholder");
  } finally {
    process.env.AWS_ENDPOINT_URL = endpoint;
  }
  // But for whose account it is.
  expect(github.state.calls).toEqual(['GET graphql']);
});

test('the set-up protects the branch of the distribution, and names code owners', async () => {
  await setUp(FIRST);

  expect(github.state.protection['your-org/image-distribution/master']).toMatchObject({
    enforce_admins: { enabled: true },
    required_pull_request_reviews: {
      require_code_owner_reviews: true,
      require_last_push_approval: true,
      required_approving_review_count: 1,
    },
    allow_force_pushes: { enabled: false },
  });
  expect(fs.readFileSync('.github/CODEOWNERS', 'utf8')).toBe('* @your-org/platform\n');
});

test('the set-up changes nothing when it is run again', async () => {
  await setUp(FIRST);
  github.merge('.github/CODEOWNERS');
  const { length } = github.writes;

  expect(await setUp()).toBe(0);
  expect(github.writes).toHaveLength(length);
  expect(said.text()).toContain('nothing to do');
});

test('the set-up changes only what differs', async () => {
  await setUp(FIRST);
  github.change((state) => {
    state.environments[RELEASE].policies.push({ id: 9, name: 'feature/*' });
    state.environments[RELEASE].secrets.AWS_GITHUB_ROLE_ARN.updatedAt = '2026-11-23T00:00:00Z';
    state.calls = [];
  });

  await setUp();
  expect(github.writes).toEqual([
    'DELETE repos/your-org/sample-image/environments/Release/deployment-branch-policies/9',
    'PUT repos/your-org/sample-image/environments/Release/secrets/AWS_GITHUB_ROLE_ARN',
  ]);
});

test('the set-up leaves Development the branches that it is held to already', async () => {
  const own = { protected_branches: true, custom_branch_policies: false };
  await setUp(FIRST);
  github.change((state) => {
    Object.assign(state.environments['your-org/sample-image/Development'], { deployment_branch_policy: own });
    state.calls = [];
  });

  await setUp(FIRST);
  expect(github.writes).toEqual([]);
});

test('the set-up lets no administrator release without a reviewer, and takes reviewers in any order', async () => {
  await setUp(FIRST);
  expect(github.state.environments[RELEASE].can_admins_bypass).toBe(false);
  github.change((state) => {
    state.environments[RELEASE].protection_rules[0].reviewers?.reverse();
    state.calls = [];
  });

  await setUp(FIRST);
  expect(github.writes).toEqual([]);
});

test('a dry run shows the commands and changes nothing', async () => {
  expect(await setUp({ ...FIRST, dryRun: true })).toBe(0);

  expect(github.writes).toEqual([]);
  expect(fs.existsSync('.github/CODEOWNERS')).toBe(false);
  expect(said.text()).toContain('gh api --method PUT repos/your-org/sample-image/environments/Release');
  expect(said.text()).toContain(
    'gh secret set AWS_ECR_REGISTRY_ARN --env Master --repo your-org/sample-image',
  );
});

test.each<[string, Partial<SetUpOptions>, string[], RegExp]>([
  ['a release without a reviewer', { owner: FIRST.owner }, [], /Release.*no required reviewers.*--reviewer/],
  ['files without an owner', { reviewer: FIRST.reviewer }, [], /names no owner, expected '\*'.*--owner/],
  ['an image that is not there', FIRST, ['Other'], /no image 'Other', expected one of SampleImage/],
  [
    'reviewers whom it is told to leave out',
    { ...FIRST, reviewers: false },
    [],
    /--no-reviewers is said beside --reviewer alice, your-org\/releasers, expected one of the two/,
  ],
  [
    'a stage that is not there',
    { ...FIRST, stage: ['Test'] },
    [],
    /--stage is 'Test', expected one of Development/,
  ],
])('the set-up rejects %s, and changes nothing', async (_, options, images, message) => {
  await expect(setUp(options, images)).rejects.toThrow(message);
  expect(github.writes).toEqual([]);
});

test('the set-up rejects an image that is not released', async () => {
  aws.answers.DescribeStacks = () => ({ Stacks: [stackOf('Development')] });
  await expect(setUp(FIRST)).rejects.toThrow(/no stack SampleImageMaster.*release the image first/);
  expect(github.writes).toEqual([]);
});

test('the set-up takes the default branch of the repository, and names of environments with spaces', async () => {
  github.change((state) => {
    state.repositories['your-org/sample-image'].default_branch = 'trunk/main';
  });
  const environments = { Development: 'Pull requests', Master: 'Merged', Release: 'To be released' };
  const named = () =>
    exampleDistribution({
      stages: Object.fromEntries(
        Object.entries(environments).map(([name, environment]) => [name, { environment }]),
      ),
    });

  expect(await setUp(FIRST, [], named)).toBe(0);
  for (const name of ['Merged', 'To be released']) {
    const { policies } = github.state.environments[`your-org/sample-image/${name}`];
    expect(policies).toEqual([{ id: 1, name: 'trunk/main', type: 'branch' }]);
  }
  expect(github.state.variables['your-org/sample-image']).toEqual({
    DEVELOPMENT_ENVIRONMENT: 'Pull requests',
    MASTER_ENVIRONMENT: 'Merged',
    RELEASE_ENVIRONMENT: 'To be released',
  });
});

test('the set-up sets a variable again that names another environment, and no other', async () => {
  await setUp(FIRST);
  github.change((state) => {
    state.variables['your-org/sample-image'].RELEASE_ENVIRONMENT = 'Master';
    state.calls = [];
  });

  await setUp(FIRST);
  expect(github.writes).toEqual(['PATCH repos/your-org/sample-image/actions/variables/RELEASE_ENVIRONMENT']);
  expect(github.state.variables['your-org/sample-image'].RELEASE_ENVIRONMENT).toBe('Release');
});

test('the set-up follows a default branch that was renamed', async () => {
  await setUp(FIRST);
  github.change((state) => {
    state.repositories['your-org/sample-image'].default_branch = 'main';
    state.calls = [];
  });

  await setUp(FIRST);
  const release = `repos/${RELEASE.replace('/Release', '')}/environments/Release/deployment-branch-policies`;
  expect(github.writes.filter((call) => call.includes('Release'))).toEqual([
    `DELETE ${release}/1`,
    `POST ${release}`,
  ]);
});

test('the set-up tells what GitHub refuses of a variable', async () => {
  github.change((state) => {
    state.refusals = {
      'POST repos/your-org/sample-image/actions/variables':
        'Resource not accessible by integration (HTTP 403)',
    };
  });
  await expect(setUp(FIRST)).rejects.toThrow(/variable RELEASE_ENVIRONMENT.*was refused.*HTTP 403/);
});

test('the set-up shows commands that a shell takes as they are', async () => {
  const spaced = () => exampleDistribution({ stages: { Release: { environment: 'To be released' } } });
  await setUp({ ...FIRST, dryRun: true }, [], spaced);
  expect(said.text()).toContain("gh secret set AWS_DEFAULT_REGION --env 'To be released' --repo");
});

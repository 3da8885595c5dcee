import * as fs from 'node:fs';
import { SetUpOptions, setUpGitHub } from '../../github/set-up';
import { exampleDistribution } from '../lib/example-distribution';
import { AwsStub } from '../operator/aws-stub';
import { printed } from '../operator/standing';
import { GitHubStub } from './github-stub';

const CONFIGURATION = `export default defineDistribution({
  images: [
    { name: 'SampleImage', repository: 'your-org/sample-image', ownerId: 1234567, repositoryId: 89012345 }, // ours
  ],
});
`;
const FIRST = { reviewer: ['alice', 'your-org/releasers'], owner: ['your-org/platform'] };
const RELEASE = 'your-org/sample-image/Release';

// Each command is a process of its own, and other tests run beside these.
jest.setTimeout(60_000);

let aws: AwsStub;
let github: GitHubStub;
let said: { readonly text: () => string };

beforeAll(async () => {
  aws = await AwsStub.listen();
});
beforeEach(() => {
  github = new GitHubStub();
  said = printed();
  fs.writeFileSync('distribution.config.ts', CONFIGURATION);
  aws.answers.DescribeStacks = () => ({ Stacks: ['Development', 'Master', 'Release'].map(stackOf) });
});
afterEach(() => {
  jest.restoreAllMocks();
  github.remove();
});
afterAll(() => aws.close());

function stackOf(stageName: string) {
  const outputs = {
    GitHubRegion: 'eu-west-1',
    GitHubRoleArn: `role-${stageName}`,
    ImageRepositoryArn: `arn-${stageName}`,
  };
  return {
    StackName: `SampleImage${stageName}`,
    StackStatus: 'CREATE_COMPLETE',
    CreationTime: '2026-11-24T00:00:00Z',
    Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
  };
}

function setUp(options: Partial<SetUpOptions> = {}, images: string[] = []): Promise<number> {
  const all = { reviewer: [], reviewers: true, owner: [], stage: [], yes: true, ...options };
  return setUpGitHub(() => Promise.resolve(exampleDistribution()), images, all);
}

test('makes three environments with their branches, reviewers and secrets', async () => {
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
    { type: 'Team', reviewer: { id: 8 } },
    { type: 'User', reviewer: { id: 7 } },
  ]);
  const values = Object.entries(Release.secrets).map(([name, { value }]) => [name, value]);
  expect(Object.fromEntries(values)).toEqual({
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_GITHUB_ROLE_ARN: 'role-Release',
    AWS_ECR_REGISTRY_ARN: 'arn-Release',
  });
});

test('protects the branch of the distribution, and names code owners', async () => {
  await setUp(FIRST);

  expect(github.state.protection['your-org/image-distribution/master']).toMatchObject({
    enforce_admins: { enabled: true },
    required_pull_request_reviews: { require_code_owner_reviews: true, required_approving_review_count: 1 },
    allow_force_pushes: { enabled: false },
  });
  expect(fs.readFileSync('.github/CODEOWNERS', 'utf8')).toContain('/policies/ @your-org/platform\n');
});

test('changes nothing when it is run again', async () => {
  await setUp(FIRST);
  const { length } = github.writes;

  expect(await setUp()).toBe(0);
  expect(github.writes).toHaveLength(length);
  expect(said.text()).toContain('nothing to do');
});

test('changes only what differs', async () => {
  await setUp(FIRST);
  github.change((state) => {
    state.environments[RELEASE].policies.push({ id: 9, name: 'feature/*' });
    state.environments[RELEASE].secrets.AWS_GITHUB_ROLE_ARN.updatedAt = '2026-11-23T00:00:00Z';
    state.calls = [];
  });

  await setUp();
  expect(github.writes).toEqual([
    'DELETE repos/your-org/sample-image/environments/Release/deployment-branch-policies/9',
    'secret Release AWS_GITHUB_ROLE_ARN',
  ]);
});

test('keeps what is stricter already, and lets nobody by', async () => {
  const branch = 'your-org/image-distribution/master';
  const kept = {
    required_status_checks: { strict: true, checks: [{ context: 'gate', app_id: 15368 }] },
    restrictions: { users: [{ login: 'alice' }], teams: [{ slug: 'platform' }], apps: [] },
    required_linear_history: { enabled: true },
    required_conversation_resolution: { enabled: true },
    lock_branch: { enabled: true },
    block_creations: { enabled: true },
    allow_fork_syncing: { enabled: true },
  };
  const reviews = {
    required_approving_review_count: 2,
    require_last_push_approval: true,
    dismissal_restrictions: { users: [], teams: [{ slug: 'platform' }], apps: [] },
  };
  github.change((state) => {
    state.protection[branch] = {
      ...kept,
      required_pull_request_reviews: {
        ...reviews,
        dismiss_stale_reviews: true,
        require_code_owner_reviews: true,
        bypass_pull_request_allowances: { users: [{ login: 'mallory' }], teams: [], apps: [] },
      },
      enforce_admins: { enabled: true },
    };
  });

  await setUp(FIRST);
  expect(github.state.protection[branch]).toMatchObject({
    ...kept,
    required_pull_request_reviews: {
      ...reviews,
      bypass_pull_request_allowances: { users: [], teams: [], apps: [] },
    },
  });
  const { length } = github.writes;
  await setUp();
  expect(github.writes).toHaveLength(length);
});

test('lets no administrator release without a reviewer, and takes reviewers in any order', async () => {
  await setUp(FIRST);
  expect(github.state.environments[RELEASE].can_admins_bypass).toBe(false);
  github.change((state) => {
    state.environments[RELEASE].protection_rules[0].reviewers?.reverse();
    state.calls = [];
  });

  await setUp(FIRST);
  expect(github.writes).toEqual([]);
});

test('says that the plan has no branch protection, and does the rest', async () => {
  github.change((state) => {
    state.plan = 'free';
    state.repositories['your-org/image-distribution'].private = true;
  });

  expect(await setUp(FIRST)).toBe(0);
  expect(said.text()).toContain('Not possible: the protection of master');
  expect(Object.keys(github.state.environments)).toHaveLength(3);
});

test('adds code owners to the file that GitHub reads', async () => {
  fs.writeFileSync('CODEOWNERS', '* @your-org/everybody\n');
  await setUp(FIRST);
  expect(fs.existsSync('.github/CODEOWNERS')).toBe(false);
  expect(fs.readFileSync('CODEOWNERS', 'utf8')).toMatch(
    /^\* @your-org\/everybody\n\/policies\/ @your-org\/platform\n/,
  );
});

test('says what an id was that is another now', async () => {
  fs.writeFileSync('distribution.config.ts', CONFIGURATION.replace('89012345', '666'));
  await setUp({ ...FIRST, dryRun: true });
  expect(said.text()).toContain('repositoryId 89012345 (another: it was 666)');
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

test('says what the plan cannot do, before anything has changed', async () => {
  github.change((state) => {
    state.plan = 'free';
    state.repositories['your-org/sample-image'].private = true;
  });

  await expect(setUp(FIRST)).rejects.toThrow(/billing plan[\s\S]*Make the repository public, or pay for it/);
  expect(github.state.environments).toEqual({});
});

test('without gh, says what to click, with the values', async () => {
  github.change((state) => {
    state.isLoggedIn = false;
  });

  expect(await setUp(FIRST)).toBe(1);
  expect(said.text()).toContain('https://github.com/your-org/sample-image/settings/environments');
  expect(said.text()).toContain('Add environment secret AWS_GITHUB_ROLE_ARN: role-Master');
  expect(github.writes).toEqual([]);
});

test('writes the ids that GitHub says, and nothing else of the configuration', async () => {
  fs.writeFileSync(
    'distribution.config.ts',
    CONFIGURATION.replace(', ownerId: 1234567, repositoryId: 89012345', ''),
  );
  expect(await setUp(FIRST)).toBe(0);
  expect(fs.readFileSync('distribution.config.ts', 'utf8')).toBe(CONFIGURATION);

  const wrong = CONFIGURATION.replace('1234567', '1_1').replace(
    'your-org/sample-image',
    'Your-Org/sample-image',
  );
  fs.writeFileSync('distribution.config.ts', wrong);
  github.change((state) => {
    state.repositories['Your-Org/sample-image'] = state.repositories['your-org/sample-image'];
  });
  await setUp(FIRST);
  expect(fs.readFileSync('distribution.config.ts', 'utf8')).toBe(CONFIGURATION);
  expect(github.writes).toEqual([]);
});

test.each<[string, Partial<SetUpOptions>, string[], RegExp]>([
  [
    'a release that nobody could agree to',
    { owner: FIRST.owner },
    [],
    /Release.*no required reviewers.*--reviewer/,
  ],
  ['rights that nobody owns', { reviewer: FIRST.reviewer }, [], /names nobody for \/policies\/.*--owner/],
  ['a reviewer who is not there', { ...FIRST, reviewer: ['bob'] }, [], /users\/bob.*HTTP 404/],
  ['an image that is not there', FIRST, ['Other'], /no image 'Other', expected one of SampleImage/],
  [
    'a stage that is not there',
    { ...FIRST, stage: ['Test'] },
    [],
    /--stage is 'Test', expected one of Development/,
  ],
])('rejects %s, and changes nothing', async (_, options, images, message) => {
  await expect(setUp(options, images)).rejects.toThrow(message);
  expect(github.writes).toEqual([]);
});

test('rejects an image that is not released', async () => {
  aws.answers.DescribeStacks = () => ({ Stacks: [stackOf('Development')] });
  await expect(setUp(FIRST)).rejects.toThrow(/no stack SampleImageMaster.*release the image first/);
  expect(github.writes).toEqual([]);
});

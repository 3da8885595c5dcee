import { exampleDistribution } from '../../../lib/example-distribution';
import { GitHubState } from '../github-stub';
import { BRANCH, FIRST, github, said, setUp, useStubs } from '../rig';

useStubs();

/** From GitHub Actions alone. */
const OURS = ['Checks of the change', 'Review of the change'].map((context) => ({ context, app_id: 15368 }));

/** Fewer commands, each of which is a process. */
const ONE_STAGE = { ...FIRST, stage: ['Development'] };

function requiredChecks(): unknown {
  return (github.state.protection[BRANCH] as { required_status_checks: unknown }).required_status_checks;
}

test('the set-up keeps what is stricter already, and lets no user bypass the review', async () => {
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
    state.protection[BRANCH] = {
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
  expect(github.state.protection[BRANCH]).toMatchObject({
    ...kept,
    required_status_checks: { strict: true, checks: [OURS[0], { context: 'gate', app_id: 15368 }, OURS[1]] },
    required_pull_request_reviews: {
      ...reviews,
      bypass_pull_request_allowances: { users: [], teams: [], apps: [] },
    },
  });
  const { length } = github.writes;
  await setUp();
  expect(github.writes).toHaveLength(length);
});

test('the set-up lets no user approve what they pushed last, where all else is set up', async () => {
  await setUp(FIRST);
  github.change((state) => {
    const { required_pull_request_reviews: reviews } = state.protection[BRANCH] as {
      required_pull_request_reviews: Record<string, unknown>;
    };
    reviews.require_last_push_approval = false;
    state.calls = [];
  });

  await setUp(FIRST);
  expect(github.writes).toEqual(['PUT repos/your-org/image-distribution/branches/master/protection']);
  expect(github.state.protection[BRANCH]).toMatchObject({
    required_pull_request_reviews: { require_code_owner_reviews: true, require_last_push_approval: true },
  });
});

test('the set-up says that the plan has no branch protection, and does the rest', async () => {
  github.change((state) => {
    state.plan = 'free';
    state.repositories['your-org/image-distribution'].private = true;
  });

  expect(await setUp(FIRST)).toBe(0);
  expect(said.text()).toContain('Not possible: the protection of master');
  expect(Object.keys(github.state.environments)).toHaveLength(3);
});

test('the set-up of somebody who does not administer the distribution is refused before anything has changed', async () => {
  github.change((state) => {
    state.refusals = {
      [`GET repos/${BRANCH.replace('/master', '/branches/master')}/protection`]: 'Not Found (HTTP 404)',
    };
  });

  await expect(setUp({ ...FIRST, stage: ['Release'] })).rejects.toThrow(
    /may not see how your-org\/image-distribution is protected .*, expected an administrator of it/,
  );
  expect(github.writes).toEqual([]);
});

test('the set-up says that the plan has no branch protection only where GitHub says so', async () => {
  github.change((state) => {
    state.repositories['your-org/floor-plan'] = state.repositories['your-org/image-distribution'];
    state.access['your-org/floor-plan'] = state.access['your-org/image-distribution'];
    state.branches.push('your-org/floor-plan/master');
    state.refusals = {
      'GET repos/your-org/floor-plan/branches/master/protection': 'Not an admin (HTTP 403)',
    };
  });
  const ours = () => exampleDistribution({ source: { repository: 'your-org/floor-plan' } });

  await expect(setUp(FIRST, [], ours)).rejects.toThrow(/floor-plan.*was refused: gh: Not an admin/);
  expect(said.text()).not.toContain('Not possible');
});

test('the set-up requires the checks of pull requests from GitHub Actions, and takes none of another away', async () => {
  const others = [
    { context: 'Review of the change', app_id: 42 },
    { context: 'gate', app_id: null },
  ];
  github.change((state) => {
    state.protection[BRANCH] = {
      required_status_checks: {
        strict: false,
        checks: [...others, { context: 'Checks of the change', app_id: null }],
      },
    };
  });

  await setUp(ONE_STAGE);
  const [checks, review] = OURS;
  expect(requiredChecks()).toEqual({
    strict: true,
    checks: [checks, { context: 'gate', app_id: -1 }, others[0], review],
  });
  expect(said.text()).toContain(
    'takes only what a code owner has reviewed, and what has passed the checks of its pull request',
  );
  const { length } = github.writes;
  github.merge('.github/CODEOWNERS');
  await setUp(ONE_STAGE);
  expect(github.writes).toHaveLength(length);
});

test.each<[string, (state: GitHubState) => void, RegExp]>([
  [
    'lacks their workflow',
    (state) => (state.files = {}),
    /because master has no \.github\/workflows\/pull-request\.yml yet: merge it/,
  ],
  [
    'has no GitHub Actions',
    (state) => (state.actions = { enabled: false }),
    /because its GitHub Actions are turned off: turn them on at https:.*settings\/actions/,
  ],
  [
    'may use its own actions only',
    (state) => (state.actions = { enabled: true, allowed_actions: 'local_only' }),
    /because it may not use the actions of GitHub, such as actions\/checkout: allow them at/,
  ],
  [
    'may use chosen actions without those of GitHub',
    (state) => (state.actions = { enabled: true, allowed_actions: 'selected', github_owned_allowed: false }),
    /because it may not use the actions of GitHub/,
  ],
])(
  'the set-up requires no check that a repository would never report, which %s',
  async (_, change, reason) => {
    github.change(change);
    await setUp(ONE_STAGE);
    expect(said.text()).toMatch(
      /^Not required: the checks of a pull request of your-org\/image-distribution/m,
    );
    expect(said.text()).toMatch(reason);
    expect(github.state.protection[BRANCH]).not.toHaveProperty('required_status_checks');
    expect(github.state.protection[BRANCH]).toMatchObject({ enforce_admins: { enabled: true } });
  },
);

test('the set-up requires the checks where chosen actions and those of GitHub may be used', async () => {
  github.change((state) => {
    state.actions = { enabled: true, allowed_actions: 'selected', github_owned_allowed: true };
  });
  await setUp(ONE_STAGE);
  expect(requiredChecks()).toEqual({ strict: true, checks: OURS });
});

test('the set-up warns of a public repository, which shows everybody what is reviewed', async () => {
  await setUp({ ...ONE_STAGE, dryRun: true });
  expect(said.text()).not.toContain('is public');

  github.change((state) => {
    state.repositories['your-org/image-distribution'].private = false;
  });
  await setUp({ ...ONE_STAGE, dryRun: true });
  expect(said.text()).toContain('your-org/image-distribution is public: everybody reads the review');
});

test('the set-up stops where GitHub only says that it requires the checks', async () => {
  await setUp(ONE_STAGE);
  github.change((state) => {
    Object.assign(state.protection[BRANCH], { required_status_checks: null });
    state.ignores = ['PUT repos/your-org/image-distribution/branches/master/protection'];
  });
  await expect(setUp(ONE_STAGE)).rejects.toThrow(
    /shows required_status_checks null, expected .*"context":"Review of the change","app_id":15368/,
  );
});

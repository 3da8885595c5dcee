import { exampleDistribution } from '../../../lib/example-distribution';
import { BRANCH, FIRST, github, said, setUp, useStubs } from '../rig';

useStubs();

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

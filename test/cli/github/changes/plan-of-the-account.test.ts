import { FIRST, github, RELEASE, said, setUp, useStubs } from '../rig';

useStubs();

/** Fewer commands, each of which is a process. */
const ONE_STAGE = { ...FIRST, stage: ['Release'] };
const WITHOUT = { owner: FIRST.owner, reviewers: false };

test('the set-up says what the plan cannot do, before any secret is set', async () => {
  github.change((state) => {
    state.plan = 'free';
    state.repositories['your-org/sample-image'].private = true;
  });

  await expect(setUp(FIRST)).rejects.toThrow(
    /billing plan[^]*makes the environment all the same; no secret was set\. Make the repository public, or pay for it/,
  );
  expect(Object.keys(github.state.environments)).toEqual([RELEASE]);
  expect(github.state.environments[RELEASE].secrets).toEqual({});
});

test('the set-up makes all but the reviewers on a private repository whose plan has none', async () => {
  github.change((state) => {
    state.plan = 'team';
    state.repositories['your-org/sample-image'].private = true;
  });
  await expect(setUp(FIRST)).rejects.toThrow(/required reviewers protection rule[^]*with --no-reviewers/);

  expect(await setUp(WITHOUT)).toBe(0);
  expect(Object.keys(github.state.environments)).toHaveLength(3);
  expect(github.state.environments[RELEASE].policies).toEqual([{ id: 1, name: 'master', type: 'branch' }]);
  const { length } = github.writes;
  github.merge('.github/CODEOWNERS');
  await setUp(WITHOUT);
  expect(github.writes).toHaveLength(length);
});

test('the set-up takes back what it is told to, and sends nothing else', async () => {
  await setUp(ONE_STAGE);
  github.change((state) => {
    state.environments[RELEASE].protection_rules.push({ type: 'wait_timer', wait_timer: 5 });
  });
  expect(await setUp({ ...WITHOUT, stage: ['Release'] })).toBe(0);
  expect(github.state.environments[RELEASE].protection_rules).toEqual([
    { type: 'wait_timer', wait_timer: 5 },
    { type: 'branch_policy' },
  ]);
});

test('the set-up asks nothing about reviewers of a Release that has none', async () => {
  await setUp({ ...WITHOUT, stage: ['Release'], dryRun: true });
  const branches = '{"deployment_branch_policy":{"protected_branches":false,"custom_branch_policies":true}}';
  expect(said.text()).toContain(
    `gh api --method PUT repos/your-org/sample-image/environments/Release --input - <<< '${branches}'`,
  );
});

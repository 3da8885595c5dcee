import { FIRST, github, RELEASE, setUp, useStubs } from '../rig';

useStubs();

test.each([
  ['mallory', 'expected the login of a user on GitHub, which has none of that name'],
  ['your-org', 'which is of the type Organization on GitHub, expected a user or a team'],
  ['your-org/ghosts', "expected a team that gh's account may see, which has none of that name"],
  ['', 'expected LOGIN or ORG/TEAM: say one'],
  ['https://github.com/orgs/your-org/teams/releasers', 'expected LOGIN or ORG/TEAM: say your-org/releasers'],
])(
  'the reviewer %j is refused, whom GitHub does not know, before anything has changed',
  async (name, reason) => {
    await expect(setUp({ ...FIRST, reviewer: [name] })).rejects.toThrow(`--reviewer is '${name}', ${reason}`);
    expect(github.writes).toEqual([]);
  },
);

test.each([['Bob'], ['your-org/platform']])(
  'the reviewer %s is refused, whom GitHub would drop without a word, in a public repository too',
  async (name) => {
    await expect(setUp({ ...FIRST, reviewer: ['alice', name] })).rejects.toThrow(
      `--reviewer is '${name}', who has no access to your-org/sample-image, expected Read or more, without which GitHub drops them: give it at https://github.com/your-org/sample-image/settings/access`,
    );
    expect(github.writes).toEqual([]);
  },
);

test('reviewers of releases that are not set up now need no access', async () => {
  expect(await setUp({ ...FIRST, reviewer: ['bob'], stage: ['Master'], dryRun: true })).toBe(0);
});

test('a reviewer who is named twice counts once', async () => {
  await setUp({ ...FIRST, reviewer: ['alice', '@Alice'], stage: ['Release'] });
  expect(github.state.environments[RELEASE].protection_rules[0].reviewers).toHaveLength(1);
});

test('more reviewers than GitHub takes are refused', async () => {
  const names = ['u1', 'u2', 'u3', 'u4', 'u5', 'u6', 'u7'];
  github.change(({ people, access }) => {
    names.forEach((login, index) => {
      people[`users/${login}`] = { id: 100 + index, login, type: 'User' };
      access['your-org/sample-image'][login] = 'read';
    });
  });
  await expect(setUp({ ...FIRST, reviewer: names })).rejects.toThrow(
    '--reviewer names 7 (u1, u2, u3, u4, u5, u6, u7), expected 6 at most',
  );
  expect(github.writes).toEqual([]);
});

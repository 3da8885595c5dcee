import * as path from 'node:path';
import { FIRST, github, said, setUp, useStubs } from './rig';

useStubs();

const SHOWN = { ...FIRST, dryRun: true };

function expectAccount(account: string): void {
  expect(said.lines[0].split('\n')[0]).toBe(`GitHub: ${account}`);
}

test('the set-up says as whom it acts, and passes over a stale account beside the active one', async () => {
  github.change((state) => {
    state.accounts.push({ host: 'github.com', login: 'old-alice', isActive: false, isStale: true });
    state.accounts.push({ host: 'ghe.example.com', login: 'alice_corp', isActive: true, isStale: true });
  });

  expect(await setUp(SHOWN)).toBe(0);
  expectAccount('github.com, as alice (the active account of gh)');
});

test('the set-up asks github.com, whatever other GitHub the shell means', async () => {
  github.change((state) => {
    state.accounts.push({ host: 'ghe.example.com', login: 'alice_corp', isActive: true });
  });
  process.env.GH_HOST = 'ghe.example.com';
  process.env.GH_REPO = 'ghe.example.com/elsewhere/other';
  process.env.GH_ENTERPRISE_TOKEN = 'an-old-one';

  expect(await setUp(SHOWN)).toBe(0);
  expect(said.lines[0]).toMatch(/as alice.*\nGH_HOST is 'ghe\.example\.com' and passed over/);
  // The ids of the other one would be written into the configuration.
  expect(said.text()).not.toContain('ownerId');
  expect(said.text()).toContain('environment Release, from master only');
});

test('the set-up asks nothing of another GitHub, though it is the only one that gh is logged in at', async () => {
  github.change((state) => {
    state.accounts = [{ host: 'ghe.example.com', login: 'alice_corp', isActive: true }];
  });

  expect(await setUp(FIRST)).toBe(1);
  expect(said.lines[0]).toContain(
    "gh is not logged in at github.com, or its active account there is refused: run 'gh auth login --hostname github.com'",
  );
  expect(github.state.calls).toEqual([]);
});

test.each(['GH_TOKEN', 'GITHUB_TOKEN'])('the set-up says that it acts by the token of %s', async (name) => {
  github.change((state) => {
    state.tokens['a-token'] = 'bot[bot]';
  });
  process.env[name] = 'a-token';

  await setUp(SHOWN);
  expectAccount(`github.com, as bot[bot] (by the token of ${name})`);
});

test('the set-up names the variable whose token GitHub refuses', async () => {
  process.env.GH_TOKEN = 'an-old-one';

  expect(await setUp(FIRST)).toBe(1);
  expect(said.lines[0]).toMatch(
    /^github\.com refuses the token of GH_TOKEN, expected a valid one: .*unset it and run 'gh auth login --hostname github\.com'\. By hand:/,
  );
});

test('the set-up says what to click where the active account is stale', async () => {
  github.change((state) => {
    state.accounts = [
      { host: 'github.com', login: 'alice', isActive: true, isStale: true },
      { host: 'github.com', login: 'bob', isActive: false },
    ];
  });

  expect(await setUp(FIRST)).toBe(1);
  expect(said.lines[0]).toMatch(/active account there is refused: .*'gh auth switch --hostname github\.com'/);
});

test('the set-up says that there is no gh', async () => {
  process.env.PATH = path.dirname(process.execPath);

  expect(await setUp(FIRST)).toBe(1);
  expect(said.lines[0]).toMatch(/^There is no gh on the path: install GitHub's CLI .*By hand:/);
});

test('the set-up takes no missing network for a missing account', async () => {
  github.change((state) => {
    state.isOffline = true;
  });
  await expect(setUp(FIRST)).rejects.toThrow(/error connecting to api\.github\.com/);
  expect(said.text()).toBe('');
});

test.each([
  ['CLICOLOR_FORCE', '1'],
  ['GH_FORCE_TTY', '80'],
])('the set-up reads what gh answers where %s has it written for a person', async (name, value) => {
  process.env[name] = value;
  try {
    expect(await setUp(SHOWN)).toBe(0);
  } finally {
    delete process.env[name];
  }
});

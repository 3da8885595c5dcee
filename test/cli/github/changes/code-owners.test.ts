import * as fs from 'node:fs';
import * as path from 'node:path';
import { codeOwnerChanges } from '../../../../cli/github/changes/code-owners';
import { FIRST, github, said, setUp, useStubs } from '../rig';

useStubs();

const OURS = '* @your-org/platform\n';

beforeEach(() => {
  github.change(({ access }) => {
    access['your-org/image-distribution'].bob = 'write';
  });
});

function changesFor(owners: string[]) {
  return codeOwnerChanges('your-org/image-distribution', 'master', owners);
}

/** Writes what is missing, as `npm run github` does. */
async function nameOwners(owners: string[] = ['your-org/platform']): Promise<void> {
  for (const { file } of (await changesFor(owners)).changes) {
    if (!file) throw new Error('a change of code owners has no file, expected one');
    fs.mkdirSync(path.dirname(file.name), { recursive: true });
    fs.writeFileSync(file.name, file.text);
  }
}

function write(file: string, text: string): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}

test('the last line owns every file, without an exception', async () => {
  await nameOwners();
  expect(fs.readFileSync('.github/CODEOWNERS', 'utf8')).toBe(OURS);
});

test.each(['CODEOWNERS', 'docs/CODEOWNERS'])(
  'the last line is added to %s, where GitHub reads that',
  async (file) => {
    write(file, '# ours\n/lib/ @alice');
    await nameOwners();
    expect(fs.existsSync('.github/CODEOWNERS')).toBe(false);
    expect(fs.readFileSync(file, 'utf8')).toBe(`# ours\n/lib/ @alice\n${OURS}`);
  },
);

test.each([
  ['gives a folder to others', 'docs/ @your-org/writers\n'],
  ['gives a folder to no owner', 'docs/\n'],
  ['gives files anywhere to no owner', '*.gyp\n'],
  ['gives everything to others', '* @your-org/everybody\n'],
  ['gives everything to others besides', '* @your-org/platform @your-org/everybody\n'],
  ['gives everything to no owner', '*\n'],
  ['gives everything to no owner, and names one in a comment', '* # @your-org/platform\n'],
  ['names an owner whom GitHub does not know, and is skipped', '* @your-org/platform alice\n'],
  ['only looks like ours', '*\u00a0@your-org/platform\n'],
])('the last line comes again after a line that %s, which stays', async (_, line) => {
  write('.github/CODEOWNERS', OURS + line);
  await nameOwners();
  expect(fs.readFileSync('.github/CODEOWNERS', 'utf8')).toBe(OURS + line + OURS);
  await nameOwners();
  expect(fs.readFileSync('.github/CODEOWNERS', 'utf8')).toBe(OURS + line + OURS);
});

test.each([
  ['lines before it', `docs/ @your-org/writers\n\n${OURS}`],
  ['comments after it', `${OURS}\n# docs/ @your-org/writers\n  # the end\n`],
  ['a comment beside it', '* @your-org/platform # all of it\n'],
  ['the line ends of Windows', '* @your-org/platform\r\n\r\n'],
  ['capitals', '*  @Your-Org/Platform'],
])('the file stays where its last line is ours, with %s', async (_, text) => {
  write('CODEOWNERS', text);
  expect((await changesFor(['@your-org/platform'])).changes).toEqual([]);
  expect((await changesFor([])).changes).toEqual([]);
});

test('the owners of everything stay, unless others are named', async () => {
  write('CODEOWNERS', '* @alice dora@example.com\n');
  await nameOwners([]);
  expect(fs.readFileSync('CODEOWNERS', 'utf8')).toBe('* @alice dora@example.com\n');
  await nameOwners(['bob']);
  await nameOwners(['bob', 'your-org/platform']);
  expect(fs.readFileSync('CODEOWNERS', 'utf8')).toBe(
    '* @alice dora@example.com\n* @Bob\n* @Bob @your-org/platform\n',
  );
});

test.each([
  ['', /^\.github\/CODEOWNERS names no owner, expected '\*' .*--owner LOGIN/],
  ['* @bob alice\n', /^\.github\/CODEOWNERS has '\* @bob alice' as its last line, expected '\*' /],
  [`${OURS}docs/ @bob\n`, /^\.github\/CODEOWNERS has 'docs\/ @bob' as its last line, expected '\*' /],
])('owners are asked for where %j has none for everything', async (text, message) => {
  write('.github/CODEOWNERS', text);
  await expect(changesFor([])).rejects.toThrow(message);
});

test.each([
  ['https://github.com/orgs/your-org/teams/platform', 'say your-org/platform'],
  ['github.com/bob', 'say bob'],
  ['https://github.com/orgs/your-org/people', 'say one, as in its address'],
  ['@dora@example.com', 'say the login, as it'],
  ['dora@example.com', 'say the login, as it'],
  ['alice bob', 'say the option again for each'],
  ['your-org/Platform Team', 'say the option again for each, and a team as in its address'],
  ['', 'say one'],
  ['@', 'say one'],
  ['your-org/', 'say one'],
  ['alice#', 'say one'],
])('the owner %j is refused, which is no name of a user or team', async (owner, fix) => {
  const message = `--owner is '${owner}', expected LOGIN or ORG/TEAM: ${fix}`;
  await expect(setUp({ ...FIRST, owner: [owner] })).rejects.toThrow(message);
  expect(github.writes).toEqual([]);
});

test.each([
  [
    'mallory',
    'expected the login of a user on GitHub, which has none of that name: look at https://github.com/mal',
  ],
  ['your-org/ghosts', "expected a team that gh's account may see, which has none of that name"],
  [
    'your-org',
    'which is of the type Organization on GitHub, expected a user or a team: say LOGIN or your-org/TEAM',
  ],
  ['carol', 'who may not write to your-org/image-distribution, expected Write or more'],
  ['your-org/readers', 'who may not write to your-org/image-distribution, expected Write or more'],
  ['your-org/releasers', 'who may not write to your-org/image-distribution, expected Write or more'],
  ['your-org/hidden', 'which is a secret team, expected a visible one'],
])('the owner %s is refused, who would own nothing, before anything has changed', async (owner, reason) => {
  github.change(({ people, access }) => {
    people['users/carol'] = { id: 14, login: 'carol', type: 'User' };
    access['your-org/image-distribution'].carol = 'read';
  });
  await expect(setUp({ ...FIRST, owner: ['your-org/platform', owner] })).rejects.toThrow(
    `--owner is '${owner}', ${reason}`,
  );
  expect(github.writes).toEqual([]);
  expect(fs.existsSync('.github/CODEOWNERS')).toBe(false);
});

test('owners are written as GitHub spells them, and each once', async () => {
  await nameOwners(['@BOB', 'bob', 'Your-Org/Platform']);
  expect(fs.readFileSync('.github/CODEOWNERS', 'utf8')).toBe('* @Bob @your-org/platform\n');
});

test.each([
  ['* @your-org/ghosts\n', /^the last line of CODEOWNERS has '@your-org\/ghosts', expected a team/],
  [
    '* dora@example.com\n',
    /^CODEOWNERS has '\* dora@example.com' as its last line, expected a login or a team/,
  ],
])(
  'the set-up refuses the last line %j of CODEOWNERS, whose owners GitHub does not know',
  async (text, message) => {
    write('CODEOWNERS', text);
    await expect(changesFor([])).rejects.toThrow(message);
  },
);

test('the set-up says that the branch does not have the file yet, or has another last line', async () => {
  write('.github/CODEOWNERS', OURS);
  const missing = 'master of your-org/image-distribution has no .github/CODEOWNERS with this last line yet';
  expect((await changesFor([])).notes).toEqual([expect.stringContaining(missing)]);
  github.merge('.github/CODEOWNERS');
  expect((await changesFor([])).notes).toEqual([]);

  write('.github/CODEOWNERS', `${OURS}* @alice\n`);
  expect((await changesFor([])).notes).toEqual([expect.stringContaining(missing)]);
});

test('the set-up tells what GitHub finds wrong with the file on the branch', async () => {
  write('.github/CODEOWNERS', `docs/ @your-org/ghosts\n${OURS}`);
  github.merge('.github/CODEOWNERS');
  await setUp({ ...FIRST, stage: ['Master'] });
  said.lines = [];
  expect(await setUp({ stage: ['Master'] })).toBe(0);
  expect(said.text()).toContain(
    'GitHub says of .github/CODEOWNERS on master of your-org/image-distribution: Unknown owner on line 1: make sure @your-org/ghosts',
  );
  expect(said.text()).not.toContain('nothing to do.');
});

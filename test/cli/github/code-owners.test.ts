import * as fs from 'node:fs';
import * as path from 'node:path';
import { codeOwnerChanges } from '../../../cli/github/changes/code-owners';
import { useStubs } from './rig';

useStubs();

const OURS = '* @your-org/platform\n';

/** Writes what is missing, as `npm run github` does. */
function nameOwners(owners: string[] = ['your-org/platform']): void {
  for (const { file } of codeOwnerChanges(owners)) {
    if (!file) throw new Error('a change of code owners has no file, expected one');
    fs.mkdirSync(path.dirname(file.name), { recursive: true });
    fs.writeFileSync(file.name, file.text);
  }
}

function write(file: string, text: string): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}

test('the last line owns every file, without an exception', () => {
  nameOwners();
  expect(fs.readFileSync('.github/CODEOWNERS', 'utf8')).toBe(OURS);
});

test.each(['CODEOWNERS', 'docs/CODEOWNERS'])(
  'the last line is added to %s, where GitHub reads that',
  (file) => {
    write(file, '# ours\n/lib/ @alice');
    nameOwners();
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
])('the last line comes again after a line that %s, which stays', (_, line) => {
  write('.github/CODEOWNERS', OURS + line);
  nameOwners();
  expect(fs.readFileSync('.github/CODEOWNERS', 'utf8')).toBe(OURS + line + OURS);
  nameOwners();
  expect(fs.readFileSync('.github/CODEOWNERS', 'utf8')).toBe(OURS + line + OURS);
});

test.each([
  ['lines before it', `docs/ @your-org/writers\n\n${OURS}`],
  ['comments after it', `${OURS}\n# docs/ @your-org/writers\n  # the end\n`],
  ['a comment beside it', '* @your-org/platform # all of it\n'],
  ['the line ends of Windows', '* @your-org/platform\r\n\r\n'],
  ['capitals', '*  @Your-Org/Platform'],
])('the file stays where its last line is ours, with %s', (_, text) => {
  write('CODEOWNERS', text);
  expect(codeOwnerChanges(['@your-org/platform'])).toEqual([]);
  expect(codeOwnerChanges([])).toEqual([]);
});

test('the owners of everything stay, unless others are named', () => {
  write('CODEOWNERS', '* @alice dora@example.com\n');
  nameOwners([]);
  expect(fs.readFileSync('CODEOWNERS', 'utf8')).toBe('* @alice dora@example.com\n');
  nameOwners(['bob']);
  nameOwners(['bob', 'your-org/platform']);
  expect(fs.readFileSync('CODEOWNERS', 'utf8')).toBe(
    '* @alice dora@example.com\n* @bob\n* @bob @your-org/platform\n',
  );
});

test.each([
  ['', /^\.github\/CODEOWNERS names no owner, expected '\*' .*--owner LOGIN/],
  ['* @bob alice\n', /^\.github\/CODEOWNERS has '\* @bob alice' as its last line, expected '\*' /],
  [`${OURS}docs/ @bob\n`, /^\.github\/CODEOWNERS has 'docs\/ @bob' as its last line, expected '\*' /],
])('owners are asked for where %j has none for everything', (text, message) => {
  write('.github/CODEOWNERS', text);
  expect(() => codeOwnerChanges([])).toThrow(message);
});

test.each(['', 'your-org/', 'alice bob', 'alice#'])(
  'the owner %j is refused, for whom GitHub skips the line',
  (owner) => {
    expect(() => codeOwnerChanges([owner])).toThrow(`--owner is '${owner}', expected LOGIN or ORG/TEAM`);
  },
);

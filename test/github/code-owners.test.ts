import * as fs from 'node:fs';
import * as path from 'node:path';
import { codeOwnerChanges, OWNED } from '../../github/code-owners';
import { useStubs } from './rig';

useStubs();

/** Writes what is missing, as `npm run github` does. */
function nameOwners(): void {
  for (const { file } of codeOwnerChanges(['your-org/platform'])) {
    if (!file) throw new Error('a change of code owners has no file, expected one');
    fs.mkdirSync(path.dirname(file.name), { recursive: true });
    fs.writeFileSync(file.name, file.text);
  }
}

test('adds code owners to the file that GitHub reads', () => {
  fs.writeFileSync('CODEOWNERS', '* @your-org/everybody\n');
  nameOwners();
  expect(fs.existsSync('.github/CODEOWNERS')).toBe(false);
  expect(fs.readFileSync('CODEOWNERS', 'utf8')).toMatch(
    /^\* @your-org\/everybody\n\/policies\/ @your-org\/platform\n/,
  );
});

test.each(['CODEOWNERS', 'docs/CODEOWNERS'])('%s itself has owners, who else could be taken away', (file) => {
  fs.mkdirSync('docs');
  fs.writeFileSync(file, '');
  nameOwners();
  expect(fs.readFileSync(file, 'utf8')).toContain(`\n/${file} @your-org/platform\n`);
});

test('adds again what a later line for everything takes away', () => {
  const owned = OWNED.map((path) => `${path} @your-org/platform\n`).join('');
  fs.mkdirSync('.github');
  fs.writeFileSync('.github/CODEOWNERS', `${owned}* @your-org/everybody\n`);
  nameOwners();
  expect(fs.readFileSync('.github/CODEOWNERS', 'utf8')).toBe(`${owned}* @your-org/everybody\n${owned}`);
});

test('adds again what a later line may take away in part', () => {
  const owned = OWNED.map((path) => `${path} @your-org/platform\n`).join('');
  fs.mkdirSync('.github');
  fs.writeFileSync('.github/CODEOWNERS', `${owned}lib/**/*.ts @your-org/everybody\n/policies/*.json\n`);
  nameOwners();
  const text = fs.readFileSync('.github/CODEOWNERS', 'utf8');
  expect(text).toBe(`${owned}lib/**/*.ts @your-org/everybody\n/policies/*.json\n${owned}`);
  nameOwners();
  expect(fs.readFileSync('.github/CODEOWNERS', 'utf8')).toBe(text);
});

test('takes no path for owned that names nobody, or in a comment only', () => {
  fs.writeFileSync('CODEOWNERS', '/policies/\n/bin/ # @alice\n/lib/ @alice # all of it\n');
  nameOwners();
  const added = fs.readFileSync('CODEOWNERS', 'utf8').split('\n').slice(3);
  expect(added).toEqual(
    expect.arrayContaining(['/policies/ @your-org/platform', '/bin/ @your-org/platform']),
  );
  expect(added).not.toContain('/lib/ @your-org/platform');
});

test('owns what the threat model says', () => {
  const model = fs.readFileSync(path.join(__dirname, '..', '..', 'docs', 'threat-model.md'), 'utf8');
  const said = /make code owners of ([^;(]*?), and require/s.exec(model)?.[1] ?? '';
  const paths = [...said.matchAll(/`([^`]+)`/g)].map(([, name]) => `/${name}`);
  expect(new Set(paths)).toEqual(new Set(OWNED));
});

import * as fs from 'node:fs';
import * as path from 'node:path';
import { OWNED } from '../../github/code-owners';
import { FIRST, setUp, useStubs } from './rig';

useStubs();

test('adds code owners to the file that GitHub reads', async () => {
  fs.writeFileSync('CODEOWNERS', '* @your-org/everybody\n');
  await setUp(FIRST);
  expect(fs.existsSync('.github/CODEOWNERS')).toBe(false);
  expect(fs.readFileSync('CODEOWNERS', 'utf8')).toMatch(
    /^\* @your-org\/everybody\n\/policies\/ @your-org\/platform\n/,
  );
});

test.each(['CODEOWNERS', 'docs/CODEOWNERS'])(
  '%s itself has owners, who else could be taken away',
  async (file) => {
    fs.mkdirSync('docs');
    fs.writeFileSync(file, '');
    await setUp(FIRST);
    expect(fs.readFileSync(file, 'utf8')).toContain(`\n/${file} @your-org/platform\n`);
  },
);

test('adds again what a later line for everything takes away', async () => {
  const owned = OWNED.map((path) => `${path} @your-org/platform\n`).join('');
  fs.mkdirSync('.github');
  fs.writeFileSync('.github/CODEOWNERS', `${owned}* @your-org/everybody\n`);
  await setUp(FIRST);
  expect(fs.readFileSync('.github/CODEOWNERS', 'utf8')).toBe(`${owned}* @your-org/everybody\n${owned}`);
});

test('adds again what a later line may take away in part', async () => {
  const owned = OWNED.map((path) => `${path} @your-org/platform\n`).join('');
  fs.mkdirSync('.github');
  fs.writeFileSync('.github/CODEOWNERS', `${owned}lib/**/*.ts @your-org/everybody\n/policies/*.json\n`);
  await setUp(FIRST);
  const text = fs.readFileSync('.github/CODEOWNERS', 'utf8');
  expect(text).toBe(`${owned}lib/**/*.ts @your-org/everybody\n/policies/*.json\n${owned}`);
  await setUp(FIRST);
  expect(fs.readFileSync('.github/CODEOWNERS', 'utf8')).toBe(text);
});

test('takes no path for owned that names nobody, or in a comment only', async () => {
  fs.writeFileSync('CODEOWNERS', '/policies/\n/bin/ # @alice\n/lib/ @alice # all of it\n');
  await setUp(FIRST);
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

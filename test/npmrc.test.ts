import { execFile } from 'node:child_process';
import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { scripts } from '../package.json';

interface Lockfile {
  readonly packages: Record<string, { readonly hasInstallScript?: boolean; readonly link?: boolean }>;
}

const ROOT = path.join(__dirname, '..');
const run = promisify(execFile);

let folder: string;
beforeEach(async () => (folder = await fs.mkdtemp(path.join(os.tmpdir(), 'npmrc-'))));
afterEach(() => fs.rm(folder, { recursive: true }));

async function write(file: string, text: string, mode = 0o644): Promise<void> {
  const target = path.join(folder, file);
  await fs.mkdir(path.dirname(target), { recursive: true });
  await fs.writeFile(target, text, { mode });
}

/** A package with a `binding.gyp` and a workspace with `prepare`, each of which leaves a mark when `npm ci` runs it. */
async function writePackage(): Promise<void> {
  const root = { name: 'root', version: '1.0.0', workspaces: ['workspace'] };
  const workspace = { name: 'workspace', version: '1.0.0' };
  const packages = { '': root, workspace, 'node_modules/workspace': { resolved: 'workspace', link: true } };
  const lockfile = { ...root, lockfileVersion: 3, requires: true, packages };
  const prepare = 'touch ../prepared.mark';
  await write('package/package.json', JSON.stringify(root));
  await write('package/package-lock.json', JSON.stringify(lockfile));
  await write('package/binding.gyp', '{}');
  await write('package/workspace/package.json', JSON.stringify({ ...workspace, scripts: { prepare } }));
  // In the place of npm's own, which would run whatever a binding.gyp says, but needs Python and headers.
  await write('node_modules/.bin/node-gyp', '#!/bin/sh\ntouch built.mark\n', 0o755);
}

/**
 * Installs it, for a user whose own settings say that all may run: those of a project come before them.
 *
 * Nothing of the caller's environment gets in: it would come before both, and npm puts the settings of this project
 * into that of `npm test`.
 *
 * @returns the marks that are left
 */
async function install(): Promise<string[]> {
  await write('home/.npmrc', 'ignore-scripts=false\nupdate-notifier=false\n');
  const cwd = path.join(folder, 'package');
  const env = { PATH: process.env.PATH, HOME: path.join(folder, 'home') };
  await run('npm', ['ci', '--offline', '--no-audit', '--no-fund'], { cwd, env });
  return (await fs.readdir(cwd)).filter((file) => file.endsWith('.mark')).sort();
}

async function lockedPackages(): Promise<Lockfile['packages']> {
  return (JSON.parse(await fs.readFile(path.join(ROOT, 'package-lock.json'), 'utf8')) as Lockfile).packages;
}

test('npm ci runs nothing that a commit brings along', async () => {
  await writePackage();
  await fs.copyFile(path.join(ROOT, '.npmrc'), path.join(folder, 'package', '.npmrc'));
  const { stdout: version } = await run('npm', ['--version']);
  // Up to 10, `ignore-scripts` leaves out this one (npm's release notes of 11.0.0).
  expect(await install()).toEqual(Number.parseInt(version) < 11 ? ['prepared.mark'] : []);
}, 60_000);

test('npm ci refuses a Node.js that is too old, and says which is needed', async () => {
  const root = { name: 'root', version: '1.0.0', engines: { node: '>=999' } };
  const lockfile = { ...root, lockfileVersion: 3, requires: true, packages: { '': root } };
  await write('package/package.json', JSON.stringify(root));
  await write('package/package-lock.json', JSON.stringify(lockfile));
  await fs.copyFile(path.join(ROOT, '.npmrc'), path.join(folder, 'package', '.npmrc'));
  await expect(install()).rejects.toThrow(/Required: \{"node":">=999"\}/);
}, 60_000);

test('npm ci would run all of it otherwise', async () => {
  await writePackage();
  expect(await install()).toEqual(['built.mark', 'prepared.mark']);
}, 60_000);

test('there is no folder that npm 10 would prepare all the same', async () => {
  const links = Object.entries(await lockedPackages()).filter(([, { link }]) => link);
  expect(links.map(([name]) => name)).toEqual([]);
});

test('each dependency with an install script is known to do without it', async () => {
  const document = await fs.readFile(path.join(ROOT, 'docs', 'project', 'dependencies.md'), 'utf8');
  const section = /^## Install scripts$([^]*?)^## /m.exec(document)?.[1] ?? '';
  const known = [...section.matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name);
  const withScript = Object.entries(await lockedPackages()).filter(
    ([, { hasInstallScript }]) => hasInstallScript,
  );
  expect(withScript.map(([name]) => name.replace(/^.*node_modules\//, '')).sort()).toEqual(known.sort());
});

test('no script of ours is one that npm now leaves out', () => {
  const names = Object.keys(scripts);
  const leftOut = names.filter(
    (name) =>
      ['install', 'prepare', 'prepublish'].some((event) => name.endsWith(event)) ||
      names.some((other) => [`pre${other}`, `post${other}`].includes(name)),
  );
  expect(leftOut).toEqual([]);
});

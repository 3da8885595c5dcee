import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { BuildShell } from '../../../../../emulators/codepipeline/builds/build-shell';
import {
  describeNpmSettings,
  NpmSettings,
  readNpmSettings,
} from '../../../../../emulators/codepipeline/builds/npm/npm-settings';
import { putNpmWrapper } from '../../../../../emulators/codepipeline/builds/npm/put-npm-wrapper';
import { listenPrivately, PrivateRegistry } from './private-registry';

const TOKEN = 'token-of-the-private-registry';

let [folder, build] = ['', ''];
let registry: PrivateRegistry;
beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'npm-settings-'));
  build = path.join(folder, 'build');
  await fs.mkdir(build);
  registry = await listenPrivately(folder, TOKEN);
  await writeSource();
});
afterEach(async () => {
  registry.close();
  await fs.rm(folder, { recursive: true });
});

/** A source with one dependency, which has a script that shows what npm gives to scripts. */
async function writeSource(): Promise<void> {
  const root = { name: 'source', version: '1.0.0', dependencies: { 'private-package': '1.0.0' } };
  const { integrity } = registry;
  const packages = { '': root, 'node_modules/private-package': { version: '1.0.0', integrity } };
  const lockfile = { ...root, lockfileVersion: 3, requires: true, packages };
  await fs.writeFile(path.join(build, 'package.json'), JSON.stringify({ ...root, scripts: { show: 'env' } }));
  await fs.writeFile(path.join(build, 'package-lock.json'), JSON.stringify(lockfile));
  await fs.writeFile(path.join(build, '.npmrc'), 'ignore-scripts=true\nfetch-retries=0\naudit=false\n');
}

/** The environment of a caller whose machine knows the CA, and whose own file refers to the token. */
async function caller(): Promise<NodeJS.ProcessEnv> {
  const [globalFile, home] = [path.join(folder, 'global-npmrc'), path.join(folder, 'home')];
  await fs.mkdir(home);
  await fs.writeFile(globalFile, `cafile=${registry.caFile}\nregistry=${registry.url}\n`);
  const token = `${registry.url.replace('https:', '')}:_authToken`;
  await fs.writeFile(path.join(home, '.npmrc'), `${token}=\${REGISTRY_TOKEN}\n`);
  const { PATH } = process.env;
  return { PATH, HOME: home, npm_config_globalconfig: globalFile, REGISTRY_TOKEN: TOKEN, OTHER: 'other' };
}

async function runBuild(
  script: string,
  npmSettings: NpmSettings,
): Promise<{ succeeded: boolean; log: string }> {
  const [wrapper, logFile] = [path.join(build, 'npm-wrapper'), path.join(build, 'log')];
  await putNpmWrapper(wrapper);
  const env = {
    PATH: `${wrapper}:${process.env.PATH}`,
    HOME: path.join(build, 'home'),
    npm_config_cache: path.join(build, 'cache'),
  };
  const succeeded = await new BuildShell().run(script, { cwd: build, env, logFile, npmSettings });
  return { succeeded, log: await fs.readFile(logFile, 'utf8') };
}

test('npm ci in a build reaches a private registry, and nothing else of the build is given its token', async () => {
  const settings = await readNpmSettings(await caller());
  const { succeeded, log } = await runBuild('set -e; npm ci; env; npm run show', settings);
  expect(log).toContain('added 1 package');
  expect(log).toContain('npm_lifecycle_event=show');
  expect(succeeded).toBe(true);
  expect(log).not.toContain(TOKEN);
  expect(log).not.toContain('REGISTRY_TOKEN');
}, 60_000);

test('npm ci in a build finds the CA that a file of npm has at ~', async () => {
  const { npm_config_globalconfig: file = '', ...env } = await caller();
  await fs.rename(registry.caFile, path.join(folder, 'home', 'ca.pem'));
  await fs.writeFile(file, `cafile=~/ca.pem\nregistry=${registry.url}\n`);
  const settings = await readNpmSettings({ ...env, npm_config_globalconfig: file });
  const { log } = await runBuild('npm ci', settings);
  expect(log).toContain('added 1 package');
}, 60_000);

test('a file of npm that cannot be read is done without, as npm does', async () => {
  const { PATH } = process.env;
  const settings = await readNpmSettings({ PATH, HOME: folder, npm_config_globalconfig: folder });
  expect(settings).toEqual({});
}, 60_000);

test('npm ci in a build leaves no token on the disk', async () => {
  await runBuild('npm ci', await readNpmSettings(await caller()));
  const files = (await fs.readdir(build, { recursive: true, withFileTypes: true })).filter((file) =>
    file.isFile(),
  );
  const texts = await Promise.all(
    files.map(({ parentPath, name }) => fs.readFile(path.join(parentPath, name), 'utf8')),
  );
  expect(texts.some((text) => text.includes('private-package'))).toBe(true);
  expect(texts.filter((text) => text.includes(TOKEN))).toEqual([]);
}, 60_000);

test('npm ci in a build fails at a private registry without the settings of the caller', async () => {
  const { npm_config_globalconfig } = await readNpmSettings(await caller());
  expect(await runBuild('npm ci', {})).toMatchObject({ succeeded: false });
  const { succeeded, log } = await runBuild('npm ci', { npm_config_globalconfig });
  expect(succeeded).toBe(false);
  expect(log).toMatch(/E401|401/);
}, 60_000);

test('the settings of npm are described by files and names, without values', async () => {
  const settings = await readNpmSettings({ ...(await caller()), npm_config_strict_ssl: 'true' });
  expect(describeNpmSettings(settings)).toEqual([
    path.join(folder, 'global-npmrc'),
    path.join(folder, 'home', '.npmrc'),
    'REGISTRY_TOKEN',
    'npm_config_strict_ssl',
  ]);
}, 60_000);

test('the settings of npm that do not say how to reach a registry are left to the source', async () => {
  const settings = await readNpmSettings({ PATH: process.env.PATH, npm_config_ignore_scripts: 'false' });
  expect(Object.keys(settings)).not.toContain('npm_config_ignore_scripts');
}, 60_000);

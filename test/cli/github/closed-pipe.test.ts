import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { CONFIGURATION, FIRST, github, useStubs } from './rig';

useStubs();

const ROOT = path.resolve(__dirname, '../../..');

/** Puts the command beside the configuration of these tests, which need not be that of the checkout. */
function installCommand(): void {
  for (const name of ['cli', 'lib', 'package.json'])
    fs.cpSync(path.join(ROOT, name), name, { recursive: true });
  fs.symlinkSync(path.join(ROOT, 'node_modules'), 'node_modules');
  const configuration = CONFIGURATION.replace(
    '{\n',
    "{\n  source: { repository: 'your-org/image-distribution' },\n",
  );
  const imports = "import { defineDistribution } from './lib/config';\n";
  fs.writeFileSync('distribution.config.ts', imports + configuration);
}

/** `npm run github`, of which nobody reads more than the beginning. @returns its exit code */
async function runUnread(options: readonly string[]): Promise<number | null> {
  const command = [path.join(ROOT, 'node_modules/tsx/dist/cli.mjs'), 'cli/github/main.ts'];
  const child = spawn(process.execPath, [...command, ...options], {
    env: process.env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close') as Promise<[number | null]>;
  await Promise.race([once(child.stdout, 'data'), ended]);
  child.stdout.destroy();
  const [code] = await ended;
  return code;
}

test('the set-up carries its changes to the end, though nobody reads any more what it prints', async () => {
  installCommand();
  const reviewers = FIRST.reviewer.flatMap((name) => ['--reviewer', name]);
  const owners = FIRST.owner.flatMap((name) => ['--owner', name]);

  expect(await runUnread([...reviewers, ...owners, '--stage', 'Development', '--yes'])).toBe(0);
  const { environments, protection } = github.state;
  expect(Object.values(environments).map(({ secrets }) => Object.keys(secrets).length)).toEqual([3]);
  expect(Object.keys(protection)).toHaveLength(1);
  expect(fs.existsSync('.github/CODEOWNERS')).toBe(true);
});

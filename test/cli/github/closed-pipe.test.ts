import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as path from 'node:path';
import { FIRST, github, useStubs } from './rig';

useStubs();

const ROOT = path.resolve(__dirname, '../../..');

/** `npm run github`, of which nobody reads more than the beginning. */
async function runUnread(options: readonly string[]) {
  const names = [
    ...FIRST.reviewer.map((name) => ['--reviewer', name]),
    ...FIRST.owner.map((name) => ['--owner', name]),
  ].flat();
  const child = spawn(
    process.execPath,
    [
      path.join(ROOT, 'node_modules/tsx/dist/cli.mjs'),
      path.join(ROOT, 'cli/github/main.ts'),
      ...names,
      ...options,
    ],
    { env: process.env, stdio: ['pipe', 'pipe', 'pipe'] },
  );
  const ended = once(child, 'close') as Promise<[number | null]>;
  await once(child.stdout, 'data');
  child.stdout.destroy();
  child.stderr.destroy();
  const [code] = await ended;
  return code;
}

test('the set-up carries its changes to the end, though nobody reads any more what it prints', async () => {
  expect(await runUnread(['--yes'])).toBe(0);
  const { environments, protection } = github.state;
  expect(Object.values(environments).map(({ secrets }) => Object.keys(secrets).length)).toEqual([3, 3, 3]);
  expect(Object.keys(protection)).toHaveLength(1);
});

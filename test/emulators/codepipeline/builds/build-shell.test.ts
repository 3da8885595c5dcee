import { spawn } from 'node:child_process';
import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BuildShell } from '../../../../emulators/codepipeline/builds/build-shell';
import { hasEnded } from '../support/has-ended';

let cwd: string;
beforeEach(async () => (cwd = await fs.mkdtemp(path.join(os.tmpdir(), 'build-shell-'))));
afterEach(() => fs.rm(cwd, { recursive: true }));

function run(shell: BuildShell, script: string): Promise<boolean> {
  const env = { PATH: process.env.PATH ?? '', MARK: 'yes' };
  return shell.run(script, { cwd, env, logFile: path.join(cwd, 'log'), npmSettings: {} });
}

test('a build shell gives commands its environment and nothing else', async () => {
  process.env.OF_THE_CALLER = 'secret';
  expect(await run(new BuildShell(), 'env')).toBe(true);
  const names = (await fs.readFile(path.join(cwd, 'log'), 'utf8')).match(/^\w+(?==)/gm) ?? [];
  expect(names).toContain('MARK');
  expect(names).not.toContain('OF_THE_CALLER');
});

test('a build shell logs what commands print, errors too, in order', async () => {
  expect(await run(new BuildShell(), 'echo one; echo two >&2; echo three; exit 4')).toBe(false);
  expect(await fs.readFile(path.join(cwd, 'log'), 'utf8')).toBe('one\ntwo\nthree\n');
});

test('a build shell does not wait for what commands leave in the background, and ends it', async () => {
  expect(await run(new BuildShell(), 'sleep 60 & echo $! > pid')).toBe(true);
  expect(await hasEnded(path.join(cwd, 'pid'))).toBe(true);
});

test('a build shell that is killed ends at once, with all its children', async () => {
  const shell = new BuildShell();
  const running = run(shell, 'sh -c "echo \\$\\$ > pid; sleep 60; true"');
  while (!(await fs.stat(path.join(cwd, 'pid')).catch(() => undefined))?.size) await sleep(10);
  shell.kill();
  expect(await running).toBe(false);
  expect(await hasEnded(path.join(cwd, 'pid'))).toBe(true);
});

test('a build shell lets a command wait for its children', async () => {
  expect(await run(new BuildShell(), 'sleep 0.1 & wait')).toBe(true);
});

test('a build shell ends with all its children when the process that runs it is killed', async () => {
  const holder = spawn(process.execPath, ['--import', 'tsx', path.join(__dirname, 'build-holder.ts'), cwd]);
  while (!(await fs.stat(path.join(cwd, 'shell')).catch(() => undefined))?.size) await sleep(10);
  holder.kill('SIGKILL');
  expect(await hasEnded(path.join(cwd, 'shell'))).toBe(true);
  expect(await hasEnded(path.join(cwd, 'child'))).toBe(true);
});

test('a build shell runs nothing once it was killed', async () => {
  const shell = new BuildShell();
  shell.kill();
  expect(await run(shell, 'touch ran')).toBe(false);
  await expect(fs.stat(path.join(cwd, 'ran'))).rejects.toThrow('ENOENT');
});

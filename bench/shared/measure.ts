import { spawnSync } from 'node:child_process';

/** Seconds that a shell command takes, without a terminal; its output is shown when it fails. */
export function seconds(command: string, cwd: string, env: Readonly<Record<string, string>> = {}): number {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`${command} ended with ${status}:\n${stdout}\n${stderr}`);
  return (performance.now() - started) / 1000;
}

/** The middle one, or the larger of the two in the middle. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

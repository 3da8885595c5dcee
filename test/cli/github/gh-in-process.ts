import type * as ChildProcess from 'node:child_process';
import { EventEmitter } from 'node:events';
import * as path from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { gh } from './bin/gh-command.cjs';

/** The folder of the `gh` that stands for GitHub's. */
export const BIN = path.join(__dirname, 'bin');

/**
 * Runs that `gh` within this process for as long as a test goes on; another one that is found first on the path is started.
 *
 * @returns what ends it
 */
export function runGhInProcess(): () => void {
  // The module itself, which an import of all it has is a copy of.
  const childProcess = jest.requireActual<typeof ChildProcess>('node:child_process');
  const { spawn } = childProcess;
  const spy = jest.spyOn(childProcess, 'spawn').mockImplementation(((
    command: string,
    args: readonly string[],
    options: ChildProcess.SpawnOptions,
  ) => {
    const isOurs = command === 'gh' && options.env?.PATH?.startsWith(`${BIN}:`);
    return isOurs ? new GhInProcess(args, options.env ?? {}) : spawn(command, args, options);
  }) as typeof ChildProcess.spawn);
  return () => spy.mockRestore();
}

/** As much of a child process as is asked of one. */
class GhInProcess extends EventEmitter {
  readonly stdin = new PassThrough();
  readonly stdout = new PassThrough();
  readonly stderr = new PassThrough();

  constructor(args: readonly string[], env: NodeJS.ProcessEnv) {
    super();
    void text(this.stdin).then((given) => {
      const code = gh({
        args,
        env,
        input: () => given,
        write: (said) => void this.stdout.write(said),
        complain: (said) => void this.stderr.write(said),
      });
      this.stdout.end();
      this.stderr.end();
      this.emit('close', code);
    });
  }
}

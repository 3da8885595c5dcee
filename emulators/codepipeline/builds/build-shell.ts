import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs/promises';
import type { Duplex } from 'node:stream';
import { endWithParent } from './end-with-parent';
import type { NpmSettings } from './npm/npm-settings';

export interface BuildShellProps {
  readonly cwd: string;

  /** All of its environment: nothing of the caller's is passed on. */
  readonly env: Readonly<Record<string, string>>;

  /** What it prints is appended here. */
  readonly logFile: string;

  /** What the wrapper of npm is answered when it asks. */
  readonly npmSettings: NpmSettings;
}

/** The shell of a build, with all the processes that its commands start. */
export class BuildShell {
  private child?: ChildProcess;
  private killed = false;

  /** Whether the script ended well. */
  async run(script: string, { cwd, env, logFile, npmSettings }: BuildShellProps): Promise<boolean> {
    const log = await fs.open(logFile, 'a');
    try {
      if (this.killed) return false;
      this.child = spawn('sh', ['-c', endWithParent(script)], {
        cwd,
        env,
        // A process group of its own, so that whatever the commands start can be ended with them.
        detached: true,
        stdio: ['ignore', log.fd, log.fd, 'pipe', 'pipe'],
      });
      const wrapper = this.child.stdio[4] as Duplex;
      const answer = `${JSON.stringify(npmSettings)}\n`;
      wrapper.on('data', (asked: Buffer) => wrapper.write(answer.repeat(asked.length)));
      // A command that was killed reads no answer, and the build ends for its own reason.
      wrapper.on('error', () => undefined);
      const [code] = (await once(this.child, 'exit')) as [number | null];
      return code === 0;
    } finally {
      // What the commands left in the background ends with them, as it does with a container.
      this.kill();
      for (const pipe of [3, 4] as const) this.child?.stdio[pipe]?.destroy();
      await log.close();
    }
  }

  kill(): void {
    this.killed = true;
    try {
      if (this.child?.pid) process.kill(-this.child.pid, 'SIGKILL');
    } catch {
      // The whole group has ended by itself.
    }
  }
}

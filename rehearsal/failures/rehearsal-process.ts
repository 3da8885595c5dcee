import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { processesIn } from './processes';

const POLL_MILLISECONDS = 50;
const MAX_SECONDS = 180;

export interface StartOptions {
  /** Whether it sits at a terminal, and asks; else it approves. */
  readonly atTerminal?: boolean;

  /** Options of `npm start`. @default - none */
  readonly args?: readonly string[];

  /** Changes of its environment; what is undefined is taken away. */
  readonly env?: Readonly<Record<string, string | undefined>>;

  /** A command that runs it, with what it is given. @default - none */
  readonly under?: readonly string[];
}

/** A rehearsal that runs in another checkout. */
export class RehearsalProcess {
  /** All that it has printed. */
  output = '';

  private readonly child: ChildProcess;
  private readonly exited: Promise<unknown>;

  constructor(
    private readonly directory: string,
    { atTerminal = false, args = [], env, under = [] }: StartOptions,
  ) {
    const start = [...under, 'npm', 'start', '--silent', '--', ...args];
    const [command, ...rest] = atTerminal ? ['script', '-qec', start.join(' '), '/dev/null'] : start;
    this.child = spawn(command, rest, {
      cwd: directory,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    }
    this.exited = once(this.child, 'close');
  }

  /** Waits for its end, and returns its exit code. */
  async end(): Promise<number | null> {
    await this.exited;
    return this.child.exitCode;
  }

  /**
   * Waits until it has printed something.
   *
   * @throws Error with what it has printed instead
   */
  async says(text: string): Promise<void> {
    const deadline = Date.now() + MAX_SECONDS * 1000;
    while (!this.output.includes(text)) {
      if (Date.now() > deadline || this.child.exitCode !== null) {
        throw new Error(`expected it to say '${text}', found:\n${this.output.slice(-3000)}`);
      }
      await sleep(POLL_MILLISECONDS);
    }
  }

  /** Kills it as a kernel without memory does: the one process that has the lock, not those that it started. */
  async kill(): Promise<void> {
    const pid = Number(await fs.readFile(path.join(this.directory, '.rehearsal', 'pid'), 'utf8'));
    process.kill(pid, 'SIGKILL');
    await this.exited;
    await this.expectNothingRuns();
  }

  /** @throws Error when something of it still runs after ten seconds */
  async expectNothingRuns(): Promise<void> {
    for (let looks = 0; (await processesIn(this.directory)).length > 0; looks++) {
      if (looks > 200) throw new Error(`still running: ${(await processesIn(this.directory)).join('; ')}`);
      await sleep(POLL_MILLISECONDS);
    }
  }
}

import { ChildProcess, spawn } from 'node:child_process';
import { endWithParent } from '../../emulators/codepipeline';

const TAIL_LINES = 25;

/**
 * Commands that are running; each leads a process group of its own, so that its children end with it.
 *
 * The group ends with this process too, even by SIGKILL.
 */
const running = new Set<ChildProcess>();

export interface CommandOptions {
  readonly cwd: string;

  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;

  /** Called with what it prints on standard output, as it comes. */
  readonly onOutput?: (text: string) => void;

  /** After which it is ended, with an error. @default - no limit */
  readonly maxSeconds?: number;
}

/** A command that ended with an error, and the end of what it printed. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/**
 * Runs a command to its end and returns what it printed on standard output.
 *
 * @throws CommandError with the last lines of its output when it fails
 */
export function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-c', endWithParent('exec "$@"'), 'sh', command, ...args], {
      cwd: options.cwd,
      env: { ...process.env, AWS_PROFILE: undefined, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      detached: true,
    });
    running.add(child);
    const tooLong = options.maxSeconds && setTimeout(() => kill(child), options.maxSeconds * 1000);
    let output = '';
    let all = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      all += chunk.toString();
      options.onOutput?.(chunk.toString());
    });
    child.stderr?.on('data', (chunk: Buffer) => (all += chunk.toString()));
    child.once('error', reject);
    // Else the watcher at its other end would keep the command from being over.
    child.once('exit', () => child.stdio[3]?.destroy());
    child.once('close', (code, signal) => {
      running.delete(child);
      clearTimeout(tooLong);
      if (code === 0) return resolve(output);
      const tail = all.trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
      reject(new CommandError(`${[command, ...args].join(' ')} ended with ${signal ?? code}:\n${tail}`));
    });
  });
}

/** Ends all commands that are running, with their children. */
export function killCommands(): void {
  for (const child of running) kill(child);
}

function kill({ pid }: ChildProcess): void {
  try {
    if (pid) process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // else it has ended just now
  }
}

import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs/promises';
import { get } from 'node:https';
import type { Socket } from 'node:net';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AccountError } from '../account-error';

const START_MILLISECONDS = 60_000;
const ANSWER_MILLISECONDS = 5_000;
const POLL_MILLISECONDS = 50;
const LOG_LINES = 15;

export interface AccountProcessProps {
  readonly python: string;

  /** Where its log and its scratch files are. */
  readonly directory: string;

  readonly port: number;

  /** The certificate that it answers with. */
  readonly ca: string;

  /** What MiniStack is told beside what holds for every account. */
  readonly environment: Readonly<Record<string, string>>;
}

/** The process of the account; it reads its standard input, and ends when this process does. */
export class AccountProcess {
  /** @throws AccountError with the end of its log when it does not come up healthy */
  static async start(props: AccountProcessProps): Promise<AccountProcess> {
    const { python, directory, port, environment } = props;
    const scratch = path.join(directory, 'tmp');
    await fs.mkdir(scratch, { recursive: true });
    const logFile = path.join(directory, 'account.log');
    const log = await fs.open(logFile, 'w');
    const child = spawn(python, ['-m', 'server'], {
      cwd: path.join(__dirname, '..'),
      // Of the caller's environment only what a process needs to run: nothing of it may reach the account.
      env: {
        PATH: process.env.PATH,
        LANG: process.env.LANG ?? 'C.UTF-8',
        HOME: scratch,
        TMPDIR: scratch,
        PYTHONDONTWRITEBYTECODE: '1',
        AUTH: 'true',
        BIND_HOST: '127.0.0.1',
        GATEWAY_PORT: String(port),
        USE_SSL: '1',
        PERSIST_STATE: '0',
        LOG_LEVEL: 'INFO',
        ...environment,
      },
      stdio: ['pipe', log.fd, log.fd],
      // A process group of its own: Ctrl-C is for this process, which ends the account when it is ready to.
      detached: true,
    });
    const account = new AccountProcess(child);
    await log.close();
    await account.healthy(props, logFile);
    return account;
  }

  private failure?: Error;

  private constructor(private readonly child: ChildProcess) {
    child.once('error', (error) => (this.failure = error));
  }

  /** Lets this process end while the account runs, which then ends with it. */
  unref(): void {
    this.child.unref();
    (this.child.stdin as Socket).unref();
  }

  async stop(): Promise<void> {
    if (this.failure || this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }

  private async healthy({ port, ca }: AccountProcessProps, logFile: string): Promise<void> {
    const deadline = Date.now() + START_MILLISECONDS;
    while (!(await answers(port, ca))) {
      const ended = this.failure?.message ?? this.child.exitCode ?? this.child.signalCode;
      if (ended === null && Date.now() < deadline) {
        await sleep(POLL_MILLISECONDS);
        continue;
      }
      await this.stop();
      const tail = (await fs.readFile(logFile, 'utf8')).trimEnd().split('\n').slice(-LOG_LINES).join('\n');
      const what = ended === null ? 'did not answer within a minute' : `ended early (${String(ended)})`;
      throw new AccountError(
        `the account ${what}, expected it to come up on port ${port}:\n${tail}\n(${logFile})`,
      );
    }
  }
}

/** Whether the account says that it is up. */
function answers(port: number, ca: string): Promise<boolean> {
  return new Promise((resolve) => {
    const timeout = ANSWER_MILLISECONDS;
    const request = get({ host: '127.0.0.1', port, path: '/_ministack/health', ca, timeout }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.once('timeout', () => request.destroy());
    request.once('error', () => resolve(false)); // not yet
  });
}

import { execFile } from 'node:child_process';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { AWS_CLI, pythonEnvironment } from '../../../../emulators/account/python-environment';
import { DIRECTORY } from '../../support/paths';
import type { TestAccount } from './test-account';

const run = promisify(execFile);

const OPTIONS = ['--output', 'json', '--endpoint-url'];

/** What it has compiled makes the next call twice as fast. */
const COMPILED = { PYTHONDONTWRITEBYTECODE: '' };

/** The AWS CLI, as a user calls it. */
export class AwsCli {
  /** The one that is installed with the project, on first use. */
  static async install(test: TestAccount): Promise<AwsCli> {
    const python = await pythonEnvironment(DIRECTORY, process.env, AWS_CLI);
    // The first call compiles it, which takes as long as several others.
    await run(python, ['-m', 'awscli', '--version'], { env: { ...process.env, ...COMPILED } });
    return new AwsCli(test, python);
  }

  private constructor(
    private readonly test: TestAccount,
    private readonly python: string,
  ) {}

  /**
   * What `aws codepipeline` answers.
   *
   * @throws Error that begins with the code that the CLI has printed
   */
  async call<T>(...args: string[]): Promise<T> {
    const { account, directory } = this.test;
    // Whatever else the user has said to the CLI is about another account.
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_')));
    const settings = {
      AWS_CONFIG_FILE: path.join(directory, 'no-config'),
      AWS_SHARED_CREDENTIALS_FILE: path.join(directory, 'no-credentials'),
      AWS_PAGER: '',
      ...COMPILED,
    };
    try {
      const { stdout } = await run(
        this.python,
        ['-m', 'awscli', 'codepipeline', ...args, ...OPTIONS, account.endpoint],
        {
          env: { ...env, ...account.env(account.root), ...settings },
        },
      );
      return JSON.parse(stdout || '{}') as T;
    } catch (error) {
      throw explain(error as Error & { stderr?: string });
    }
  }

  /** Code of the error that the CLI prints. */
  async refusal(...args: string[]): Promise<string> {
    const answer = this.call(...args).then((given) => `an answer: ${JSON.stringify(given)}`);
    return (await answer.catch((error: Error) => error.message)).split(':')[0];
  }
}

function explain(error: Error & { stderr?: string }): Error {
  const [, code, message] = /An error occurred \((\w+)\)[^:]*: ([^]*)/.exec(error.stderr ?? '') ?? [];
  return code ? new Error(`${code}: ${message}`) : error;
}

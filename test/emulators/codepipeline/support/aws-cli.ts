import { execFile } from 'node:child_process';
import * as path from 'node:path';
import { promisify } from 'node:util';
import type { TestAccount } from './test-account';

const run = promisify(execFile);

/** An older CLI, such as that of Debian 12, does not read the endpoint from its environment. */
const OPTIONS = ['--output', 'json', '--endpoint-url'];

/** The AWS CLI, as a user calls it, whichever of its versions is there. */
export class AwsCli {
  constructor(
    private readonly test: TestAccount,
    private readonly searchPath = process.env.PATH,
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
    };
    try {
      const { stdout } = await run('aws', ['codepipeline', ...args, ...OPTIONS, account.endpoint], {
        env: { ...env, ...account.env(account.root), ...settings, PATH: this.searchPath },
      });
      return JSON.parse(stdout || '{}') as T;
    } catch (error) {
      throw explain(error as Error & { code?: string; stderr?: string });
    }
  }

  /** Code of the error that the CLI prints. */
  async refusal(...args: string[]): Promise<string> {
    const answer = this.call(...args).then((given) => `an answer: ${JSON.stringify(given)}`);
    return (await answer.catch((error: Error) => error.message)).split(':')[0];
  }
}

function explain(error: Error & { code?: string; stderr?: string }): Error {
  if (error.code === 'ENOENT') {
    return new Error(
      "there is no program 'aws', expected the AWS CLI: install it (on Debian, apt-get install awscli)",
    );
  }
  const [, code, message] = /An error occurred \((\w+)\)[^:]*: ([^]*)/.exec(error.stderr ?? '') ?? [];
  return code ? new Error(`${code}: ${message}`) : error;
}

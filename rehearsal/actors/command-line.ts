import * as path from 'node:path';
import { Credentials, LocalAccount } from '../../emulators/account/local-account';
import { ROOT } from '../runner/directory/paths';
import { RehearsalDirectory } from '../runner/directory/rehearsal-directory';
import { CommandOptions, runCommand } from '../runner/run-command';

const CDK = path.join(ROOT, 'node_modules', 'aws-cdk', 'bin', 'cdk');

export interface CommandLineProps {
  readonly account: LocalAccount;

  /** Whose keys the commands have. */
  readonly credentials: Credentials;
  readonly directory: RehearsalDirectory;

  /** Where they are run. @default - in the checkout */
  readonly cwd?: string;

  /** Where CDK puts what it synthesises. @default - the assembly of the rehearsal */
  readonly output?: string;
}

/** A terminal in a folder with the keys of one user of an account: what a person types, typed. */
export class CommandLine {
  constructor(private readonly props: CommandLineProps) {}

  /** The same user in another folder, or with another place for what CDK synthesises. */
  with(props: Pick<CommandLineProps, 'cwd' | 'output'>): CommandLine {
    return new CommandLine({ ...this.props, ...props });
  }

  /** @throws CommandError when the command fails */
  run(
    command: string,
    args: readonly string[],
    options: Omit<CommandOptions, 'cwd' | 'env'> = {},
  ): Promise<string> {
    const { account, credentials, directory, cwd = ROOT } = this.props;
    const env = { ...account.env(credentials), ...directory.environment };
    return runCommand(command, args, { cwd, env, ...options });
  }

  /** `npm run SCRIPT -- ARGS`; returns what it prints. */
  npm(script: string, ...args: string[]): Promise<string> {
    return this.run('npm', ['run', '--silent', script, '--', ...args]);
  }

  /** `npx cdk COMMAND ARGS`, of the checkout's CDK, whatever app the folder has. */
  cdk(command: string, ...args: string[]): Promise<string> {
    const { directory, output = directory.assembly } = this.props;
    return this.run(process.execPath, [CDK, command, ...args, `--output=${output}`]);
  }

  /** `npx cdk deploy`, without a question. */
  deploy(...args: string[]): Promise<string> {
    return this.cdk('deploy', '--require-approval=never', ...args);
  }
}

import * as path from 'node:path';
import { LocalAccount } from '../../../emulators/account/local-account';
import { CLI_ENVIRONMENT } from '../../runner/cli-environment';
import { DIRECTORY, ROOT } from '../../runner/paths';
import { runCommand } from '../../runner/run-command';

/** Another team with a CDK app in the same account, and administrators of their own. */
export class Neighbour {
  constructor(private readonly account: LocalAccount) {}

  /** `cdk bootstrap`, as CDK does it by default. */
  bootstrap(): Promise<void> {
    const { accountId, region } = this.account;
    return this.cdk('bootstrap', `aws://${accountId}/${region}`);
  }

  /** `cdk deploy` of their one stack. */
  deploy(value: string): Promise<void> {
    const output = path.join(DIRECTORY, 'neighbour.out');
    return this.cdk('deploy', `--context=value=${value}`, '--require-approval=never', `--output=${output}`);
  }

  private async cdk(...args: string[]): Promise<void> {
    const env = { ...this.account.env(this.account.root), ...CLI_ENVIRONMENT };
    const command = [path.join(ROOT, 'node_modules', 'aws-cdk', 'bin', 'cdk'), ...args];
    await runCommand(process.execPath, command, { cwd: __dirname, env });
  }
}

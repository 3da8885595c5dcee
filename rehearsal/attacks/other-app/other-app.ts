import { LocalAccount } from '../../../emulators/account/local-account';
import { CommandLine } from '../../actors/command-line';
import { RehearsalDirectory } from '../../runner/rehearsal-directory';

/** Another team with a CDK app in the same account, and administrators of their own. */
export class Neighbour {
  private readonly commands: CommandLine;

  constructor(
    private readonly account: LocalAccount,
    directory: RehearsalDirectory,
  ) {
    const output = directory.assemblyOf('other-app');
    this.commands = new CommandLine({
      account,
      credentials: account.root,
      directory,
      cwd: __dirname,
      output,
    });
  }

  /** `cdk bootstrap`, as CDK does it by default. */
  async bootstrap(): Promise<void> {
    const { accountId, region } = this.account;
    await this.commands.cdk('bootstrap', `aws://${accountId}/${region}`);
  }

  /** `cdk deploy` of their one stack. */
  async deploy(value: string): Promise<void> {
    await this.commands.deploy(`--context=value=${value}`);
  }
}

import { LocalAccount } from '../../../emulators/account/local-account';
import { CommandLine } from '../../actors/command-line';
import { RehearsalDirectory } from '../../runner/directory/rehearsal-directory';

/** The CDK app of another team in the same account, deployed by administrators of their own. */
export class OtherApp {
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

  /** `cdk bootstrap` with CDK's default qualifier. */
  async bootstrap(): Promise<void> {
    const { accountId, region } = this.account;
    await this.commands.cdk('bootstrap', `aws://${accountId}/${region}`);
  }

  /** `cdk deploy` of its one stack. */
  async deploy(value: string): Promise<void> {
    await this.commands.deploy(`--context=value=${value}`);
  }
}

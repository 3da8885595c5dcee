import * as path from 'node:path';
import distribution from '../../../distribution.config';
import { STAGE_NAMES, StageName } from '../../../lib/config';
import { Credentials, LocalAccount } from '../../../emulators/account/local-account';
import { ASSEMBLY, BOOTSTRAP_OPTIONS } from '../../actors/account-rehearsal';
import { CLI_ENVIRONMENT } from '../../runner/cli-environment';
import { createIdentityProvider } from '../../actors/identity-provider';
import { ROOT, WORK_TREE } from '../../runner/paths';
import { ReleaseRehearsal } from '../../actors/release-rehearsal';
import { runCommand } from '../../runner/run-command';
import { spread, StageAccounts } from './spread';
import { PIPELINE_STACK } from '../../../lib/names';

/** Numbers for the accounts of stages; the pipeline's is whatever the rehearsal was started with. */
const NUMBERS = ['222222222222', '333333333333', '444444444444', '555555555555'];

/** A rehearsal whose stages are in accounts of their own, and what their administrators and the operator do. */
export class SeveralAccounts {
  /** Spreads the configuration of the work tree; what is run from here on is the work tree, not the checkout. */
  static async begin(rehearsal: ReleaseRehearsal): Promise<SeveralAccounts> {
    const { account, source } = rehearsal;
    const numbers = NUMBERS.filter((number) => number !== account.accountId);
    const stages = Object.fromEntries(
      STAGE_NAMES.map((name, index) => [name, account.another(numbers[index])]),
    ) as Record<StageName, LocalAccount>;
    await spread(source, account.accountId, stages);
    for (const name of STAGE_NAMES) {
      if (distribution.stages[name].identityProvider === 'existing')
        await createIdentityProvider(stages[name]);
    }
    return new SeveralAccounts(rehearsal, stages);
  }

  private constructor(
    private readonly rehearsal: ReleaseRehearsal,
    readonly stages: StageAccounts,
  ) {}

  /** The pipeline's account. */
  get home(): LocalAccount {
    return this.rehearsal.account;
  }

  /** The pipeline's account, and those of the stages. */
  get all(): readonly LocalAccount[] {
    return [this.home, ...Object.values(this.stages)];
  }

  /** `npm run bootstrap`, as an administrator of an account; returns what it says. */
  async bootstrap(account: LocalAccount): Promise<string> {
    return this.rehearsal.step(`npm run bootstrap, in account ${account.accountId}`, () =>
      this.run(account, account.root, 'npm', 'run', '--silent', 'bootstrap', '--', ...BOOTSTRAP_OPTIONS),
    );
  }

  /**
   * The same from a configuration in which the pipeline is in another account, as before it moved.
   *
   * That account is what is trusted then.
   */
  async bootstrapForAnother(account: LocalAccount, pipelineAccount: string): Promise<void> {
    const { source } = this.rehearsal;
    await spread(source, pipelineAccount, this.stages);
    await this.bootstrap(account);
    await spread(source, this.home.accountId, this.stages);
  }

  /** `npx cdk deploy PipelineStack`, by the operator. */
  async deployPipeline(): Promise<void> {
    await this.rehearsal.step('npx cdk deploy PipelineStack', () => this.cdkDeploy());
  }

  /** The same, which must fail; returns what it says. */
  async deployPipelineFails(): Promise<string> {
    return this.rehearsal.step('npx cdk deploy PipelineStack, which fails', async () => {
      const said = await this.cdkDeploy().then(
        () => undefined,
        (error: Error) => error.message,
      );
      if (said) return said;
      throw new Error('PipelineStack was deployed, expected AWS to refuse it');
    });
  }

  /** `npm run status`, by the operator, or with the credentials of an account's administrator. */
  async status(account = this.home): Promise<string> {
    const credentials = account === this.home ? this.rehearsal.operatorCredentials : account.root;
    return this.rehearsal.step(`npm run status, in account ${account.accountId}`, () =>
      this.run(account, credentials, 'npm', 'run', '--silent', 'status'),
    );
  }

  private cdkDeploy(): Promise<string> {
    return this.run(
      this.home,
      this.rehearsal.operatorCredentials,
      path.join(ROOT, 'node_modules', '.bin', 'cdk'),
      'deploy',
      PIPELINE_STACK,
      '--require-approval=never',
      `--output=${ASSEMBLY}`,
    );
  }

  private run(account: LocalAccount, credentials: Credentials, command: string, ...args: string[]) {
    const env = { ...account.env(credentials), ...CLI_ENVIRONMENT };
    return runCommand(command, args, { cwd: WORK_TREE, env });
  }
}

import distribution from '../../../distribution.config';
import { STAGE_NAMES, StageName } from '../../../lib/config';
import { LocalAccount } from '../../../emulators/account/local-account';
import { CommandLine } from '../../actors/command-line';
import { readRepositories } from '../../observe/repositories';
import { Rehearsal } from '../../runner/rehearsal';
import { inAnotherRegion, placeStages, StagePlaces } from '../../source/stage-places';
import { PIPELINE_STACK } from '../../../lib/names';

/** Numbers for the accounts of stages; the pipeline's is whatever the rehearsal was started with. */
const NUMBERS = ['222222222222', '333333333333', '444444444444', '555555555555'];

/** A rehearsal whose stages are in accounts of their own, Release in another region, and what their administrators and the operator do. */
export class SeveralAccounts {
  /** Spreads the configuration of the work tree; what is run from here on is the work tree, not the checkout. */
  static async begin(rehearsal: Rehearsal): Promise<SeveralAccounts> {
    const { account, workTree } = rehearsal;
    const numbers = NUMBERS.filter((number) => number !== account.accountId);
    const inRegion = Object.fromEntries(
      STAGE_NAMES.map((name, index) => [name, account.another(numbers[index])]),
    ) as Record<StageName, LocalAccount>;
    const stages = { ...inRegion, Release: inAnotherRegion(inRegion.Release) };
    await placeStages(workTree, account, stages);
    for (const name of STAGE_NAMES) {
      if (distribution.stages[name].identityProvider === 'existing')
        await rehearsal.administratorOf(stages[name]).createIdentityProvider();
    }
    return new SeveralAccounts(rehearsal, stages);
  }

  private constructor(
    private readonly rehearsal: Rehearsal,
    readonly stages: StagePlaces,
  ) {}

  /** The pipeline's account. */
  get home(): LocalAccount {
    return this.rehearsal.account;
  }

  /** The pipeline's account, where it keeps artifacts for Release. */
  get support(): LocalAccount {
    return this.home.in(this.stages.Release.region);
  }

  /** The pipeline's account, and those of the stages. */
  get all(): readonly LocalAccount[] {
    return [this.home, ...Object.values(this.stages)];
  }

  /** The same, with each region in which an account has something. */
  get places(): readonly LocalAccount[] {
    return [...this.all, this.support];
  }

  /** `npm run bootstrap`, as an administrator of an account; returns what it says. */
  bootstrap(account: LocalAccount): Promise<string> {
    const { directory } = this.rehearsal;
    return this.rehearsal.administratorOf(account).bootstrapFrom(directory.workTree);
  }

  /**
   * The same from a configuration in which the pipeline is in another account, as before it moved.
   *
   * That account is what is trusted then.
   */
  async bootstrapForAnother(account: LocalAccount, pipelineAccount: string): Promise<void> {
    const { workTree } = this.rehearsal;
    const { region } = this.home;
    await placeStages(workTree, { accountId: pipelineAccount, region }, this.stages);
    await this.bootstrap(account);
    await placeStages(workTree, this.home, this.stages);
  }

  /** `npx cdk deploy PipelineStack`, by the operator. */
  deployPipeline(): Promise<void> {
    const { operator } = this.rehearsal;
    return operator.deployPipeline(operator.commandsInWorkTree);
  }

  /** The same, which must fail; returns what it says. */
  async deployPipelineFails(): Promise<string> {
    return this.rehearsal.step('npx cdk deploy PipelineStack, which fails', async () => {
      const { commandsInWorkTree } = this.rehearsal.operator;
      const said = await commandsInWorkTree.deploy(PIPELINE_STACK).then(
        () => undefined,
        (error: Error) => error.message,
      );
      if (said) return said;
      throw new Error('PipelineStack was deployed, expected AWS to refuse it');
    });
  }

  /** `npm run adopt` of kept repositories, by the administrator of their stage, who makes the identity provider first. */
  async adopt(stage: StageName, stacks: readonly string[]): Promise<void> {
    await this.rehearsal.step(`npm run adopt -- ${stacks.join(' ')}`, async () => {
      const commands = this.commands(this.stages[stage]);
      // Adopted in the same stage, an image's stack comes after the provider's.
      if (distribution.stages[stage].identityProvider === 'create')
        await commands.deploy('--method=direct', `${PIPELINE_STACK}/${stage}/IdentityProvider`);
      await commands.npm('adopt', ...stacks);
    });
  }

  /** Deletes the repositories of a stage's account, as its administrator. */
  async deleteRepositories(stage: StageName): Promise<void> {
    const place = this.stages[stage];
    for (const { name } of await readRepositories(place))
      await this.rehearsal.administratorOf(place).deleteRepository(name);
  }

  /** `npm run status`, by the operator, or with the credentials of an account's administrator. */
  async status(account = this.home): Promise<string> {
    return this.rehearsal.step(`npm run status, in account ${account.accountId}`, () =>
      this.commands(account).npm('status'),
    );
  }

  private commands(account: LocalAccount): CommandLine {
    const { directory, operator } = this.rehearsal;
    if (account === this.home) return operator.commandsInWorkTree;
    return this.rehearsal.administratorOf(account).commands.with({ cwd: directory.workTree });
  }
}

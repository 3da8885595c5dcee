import * as path from 'node:path';
import distribution from '../../distribution.config';
import { Credentials, LocalAccount } from '../../emulators/account/local-account';
import { CLI_ENVIRONMENT } from '../runner/cli-environment';
import { finishHandshake } from './handshake';
import { createOperator, createUserInGroup } from './iam-users';
import { createIdentityProvider } from './identity-provider';
import { DIRECTORY, ROOT } from '../runner/paths';
import { PipelineWatcher } from '../observe/pipeline-watcher';
import { Progress, StepDisplay } from '../runner/progress';
import { Rehearsal } from '../runner/rehearsal';
import { runCommand } from '../runner/run-command';
import { writeShellEnvironment } from './shell-environment';
import { readStacks, StackState } from '../observe/stacks';
import { PIPELINE_STACK } from '../../lib/names';

const STACK = PIPELINE_STACK;
export const ASSEMBLY = path.join(DIRECTORY, 'cdk.out');

/** Options of `npm run bootstrap`, where nobody asks and what it writes stays with the rehearsal. */
export const BOOTSTRAP_OPTIONS = ['--yes', `--output=${path.join(DIRECTORY, 'toolkit')}`];

/** The steps by which an account gets its pipeline, and those who act in it; each named once. */
export class AccountRehearsal {
  private operator?: Credentials;
  private approver?: Credentials;

  constructor(
    readonly rehearsal: Rehearsal,
    protected progress: Progress,
  ) {}

  get account(): LocalAccount {
    return this.rehearsal.account;
  }

  /** The operator's keys. */
  get operatorCredentials(): Credentials {
    return expectCreated(this.operator);
  }

  /** The pipeline as the operator sees it. */
  get pipeline(): PipelineWatcher {
    return this.watch(this.operator);
  }

  /** The pipeline as a member of the approvers' group sees it. */
  get approverPipeline(): PipelineWatcher {
    return this.watch(this.approver);
  }

  /** The same account, with another scenario to show. */
  shownBy(progress: Progress): this {
    this.progress = progress;
    return this;
  }

  /** Shows and reports a step of a scenario's own. */
  step<T>(title: string, work: (display: StepDisplay) => Promise<T>): Promise<T> {
    return this.progress.step(title, work);
  }

  /** `npm run bootstrap`, as an administrator of the account. */
  async bootstrap(...flags: string[]): Promise<void> {
    const { root, accountId, region } = this.rehearsal.account;
    await this.progress.step(['npm run bootstrap', ...flags].join(' '), () =>
      this.npm(
        root,
        'run',
        'bootstrap',
        '--',
        ...BOOTSTRAP_OPTIONS,
        ...flags,
        `aws://${accountId}/${region}`,
      ),
    );
  }

  /** GitHub's identity provider, where the configuration says that the account has it already. */
  async createIdentityProvider(): Promise<void> {
    const existing = Object.values(distribution.stages).some(
      (stage) => stage.identityProvider === 'existing',
    );
    if (!existing) return;
    await this.progress.step("GitHub's identity provider, which the account has already", () =>
      createIdentityProvider(this.rehearsal.account),
    );
  }

  /** Somebody who has `policies/deployment.json` and nothing else. */
  async createOperator(): Promise<void> {
    const { account } = this.rehearsal;
    await this.progress.step('An operator with policies/deployment.json, and nothing else', async () => {
      this.operator = await createOperator(account, 'operator');
      await writeShellEnvironment(account, this.operator, 'env.sh');
    });
  }

  async deployPipeline(): Promise<void> {
    await this.progress.step(`npx cdk deploy ${STACK}`, () =>
      this.npm(
        expectCreated(this.operator),
        'exec',
        '--',
        'cdk',
        'deploy',
        STACK,
        '--require-approval=never',
        `--output=${ASSEMBLY}`,
      ),
    );
  }

  /** A member of the approvers' group, which stands for those who approve. */
  async createApprover(): Promise<void> {
    const { account } = this.rehearsal;
    await this.progress.step("A member of the approvers' group, with the boundary of users", async () => {
      const outputs = (await this.stacks()).get(STACK)?.outputs ?? {};
      const output = Object.keys(outputs).find((name) => name.startsWith('ApproverGroup'));
      if (!output) throw new Error(`${STACK} has no output ApproverGroup…, expected the group's name`);
      this.approver = await createUserInGroup(account, 'approver', outputs[output], 'user-boundary');
      await writeShellEnvironment(account, this.approver, 'approver.env.sh');
    });
  }

  /** A new pipeline starts by itself, and fails, for it cannot read its repository yet; returns what it says. */
  async seeSourceFail(): Promise<string> {
    const title = distribution.source.connectionArn
      ? 'The first execution fails, as nothing has been pushed yet'
      : 'The first execution fails at the unfinished handshake, as on AWS';
    return this.progress.step(title, async () => {
      return this.pipeline.failureOf(await this.pipeline.executionAfter(undefined));
    });
  }

  async finishHandshake(): Promise<void> {
    if (distribution.source.connectionArn) return;
    await this.progress.step("The connection's handshake, by the operator", () =>
      finishHandshake(this.rehearsal.account, expectCreated(this.operator), STACK),
    );
  }

  /** All stacks of the account by their names. */
  stacks(): Promise<Map<string, StackState>> {
    return readStacks(this.rehearsal.account, expectCreated(this.operator));
  }

  private watch(credentials: Credentials | undefined): PipelineWatcher {
    return new PipelineWatcher(this.rehearsal.account, expectCreated(credentials), distribution.name);
  }

  /** Everything up to a pipeline whose handshake is not finished, and those who act in the account. */
  async setUp(): Promise<void> {
    await this.bootstrap();
    await this.createOperator();
    await this.deployPipeline();
    await this.createApprover();
  }

  protected npm(credentials: Credentials, ...args: string[]): Promise<string> {
    const env = { ...this.account.env(credentials), ...CLI_ENVIRONMENT };
    return runCommand('npm', args, { cwd: ROOT, env });
  }
}

function expectCreated(credentials: Credentials | undefined): Credentials {
  if (!credentials) throw new Error('nobody acts yet, expected createOperator() and createApprover() before');
  return credentials;
}

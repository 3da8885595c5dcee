import * as path from 'node:path';
import distribution from '../distribution.config';
import { Credentials, LocalAccount } from './account/local-account';
import { CLI_ENVIRONMENT } from './cli-environment';
import { always, Approve, Decision } from './approve';
import { finishHandshake } from './handshake';
import { createUserInGroup, createUserWithPolicy, policyDocument } from './iam-users';
import { createIdentityProvider } from './identity-provider';
import { DIRECTORY, ROOT } from './paths';
import { decide } from './permissions/decide';
import { readRegistries } from './permissions/registries';
import { PipelineWatcher } from './pipeline-watcher';
import { Progress, StepDisplay } from './progress';
import { Rehearsal } from './rehearsal';
import { ExecutionReport, Report, reportExecution } from './report';
import { runCommand } from './run-command';
import { readStacks, StackState } from './stacks';
import { SourceRepository } from './source-repository';
import { writeShellEnvironment } from './shell-environment';
import { explain, followRelease, Release } from './follow-release';

const STACK = 'PipelineStack';
const ASSEMBLY = path.join(DIRECTORY, 'cdk.out');

/** The steps of a release, each named once; scenarios put them in order. */
export class ReleaseRehearsal {
  /** Decisions about permissions and tokens, counted. */
  access: Report['access'] = { asked: 0, wrong: 0 };

  private executions: ExecutionReport[] = [];
  private operator?: Credentials;
  private approver?: Credentials;

  constructor(
    readonly rehearsal: Rehearsal,
    private progress: Progress,
    private readonly approve: Approve,
  ) {}

  get account(): LocalAccount {
    return this.rehearsal.account;
  }

  /** The operator's keys. */
  get operatorCredentials(): Credentials {
    return expectCreated(this.operator);
  }

  get source(): SourceRepository {
    return this.rehearsal.source;
  }

  /** The pipeline as the operator sees it. */
  get pipeline(): PipelineWatcher {
    return this.watch(this.operator);
  }

  /** The same account, with another scenario to show. */
  shownBy(progress: Progress): this {
    this.progress = progress;
    return this;
  }

  /** The executions that were followed since they were last taken. */
  takeExecutions(): ExecutionReport[] {
    return this.executions.splice(0);
  }

  /** Shows and reports a step of a scenario's own. */
  step<T>(title: string, work: (display: StepDisplay) => Promise<T>): Promise<T> {
    return this.progress.step(title, work);
  }

  /** `npm run bootstrap`, as an administrator of the account. */
  async bootstrap(): Promise<void> {
    const { root, accountId, region } = this.rehearsal.account;
    await this.progress.step('npm run bootstrap', () =>
      this.npm(root, 'run', 'bootstrap', '--', '--yes', `aws://${accountId}/${region}`),
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
      const policy = await policyDocument(account, 'deployment.json');
      this.operator = await createUserWithPolicy(account, 'operator', policy);
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

  /** A new pipeline starts by itself, and fails: it cannot read its repository yet. */
  async seeSourceFail(): Promise<void> {
    const title = distribution.source.connectionArn
      ? 'The first execution fails, as nothing has been pushed yet'
      : 'The first execution fails at the unfinished handshake, as on AWS';
    await this.progress.step(title, async () => {
      const [first] = await this.pipeline.executions();
      const status = await this.pipeline.follow(first?.pipelineExecutionId ?? '', () => undefined);
      if (status !== 'Failed') throw new Error(`expected it to have Failed, found ${JSON.stringify(status)}`);
    });
  }

  async finishHandshake(): Promise<void> {
    if (distribution.source.connectionArn) return;
    await this.progress.step("The connection's handshake, by the operator", () =>
      finishHandshake(this.rehearsal.account, expectCreated(this.operator), STACK),
    );
  }

  /** Commits the work tree and pushes it; returns the commit's id. */
  async push(message: string): Promise<string> {
    return this.progress.step(`git push: ${message}`, () => this.source.push(message));
  }

  /**
   * Follows a commit to the end of its release, with the approval on the way.
   *
   * @throws Error with what the failed actions say, if it fails for another reason than a rejection
   */
  async release(commit: string): Promise<{ status: string; decision?: Decision }> {
    const { failures, ...release } = await this.follow(commit, this.approve);
    if (failures.length > 0) throw new Error(`${explain(failures)}\n(whole logs: .rehearsal/logs)`);
    return release;
  }

  /** Follows a commit that must fail, and returns what the failed actions say, with their logs. */
  async releaseFails(commit: string): Promise<string> {
    const { status, failures } = await this.follow(commit, this.approve);
    if (failures.length > 0) return failures.map(({ message, log }) => `${message}\n${log ?? ''}`).join('\n');
    throw new Error(`commit ${commit} has ${status}, expected it to fail before Release`);
  }

  /** Follows a commit to the approval, which is refused. */
  async reject(commit: string): Promise<void> {
    const { decision, status, failures } = await this.follow(commit, always('Rejected'));
    if (decision === 'Rejected') return;
    throw new Error(`commit ${commit} has ${status}, expected an approval\n${explain(failures)}`);
  }

  private async follow(commit: string, approve: Approve): Promise<Release> {
    const release = await followRelease({
      commit,
      progress: this.progress,
      pipeline: this.pipeline,
      approver: this.watch(this.approver),
      approve,
      buildLog: (id) => this.rehearsal.codePipeline.buildLog(id),
    });
    for (const id of release.executionIds) this.executions.push(await reportExecution(this.pipeline, id));
    return release;
  }

  /** Every permission and every trust, decided by the account. */
  async decidePermissions(): Promise<void> {
    await this.progress.step('Every permission, decided by the account', async (display: StepDisplay) => {
      const registries = await readRegistries(this.rehearsal.account);
      const decisions = await decide(this.rehearsal.account, registries);
      const wrong = decisions.filter(({ decided, expected }) => decided !== expected);
      this.access = { asked: decisions.length, wrong: wrong.length };
      display.line(`${decisions.length} decisions asked, ${wrong.length} wrong`);
      if (wrong.length > 0) {
        const list = wrong.slice(0, 10).map(({ question, decided }) => `${question} is ${decided}`);
        throw new Error(`the account decides otherwise than the tables:\n${list.join('\n')}`);
      }
    });
  }

  /** All stacks of the account by their names. */
  stacks(): Promise<Map<string, StackState>> {
    return readStacks(this.rehearsal.account, expectCreated(this.operator));
  }

  private watch(credentials: Credentials | undefined): PipelineWatcher {
    return new PipelineWatcher(this.rehearsal.account, expectCreated(credentials), distribution.name);
  }

  private async npm(credentials: Credentials, ...args: string[]): Promise<void> {
    const env = { ...this.rehearsal.account.env(credentials), ...CLI_ENVIRONMENT };
    await runCommand('npm', args, { cwd: ROOT, env });
  }
}

function expectCreated(credentials: Credentials | undefined): Credentials {
  if (!credentials) throw new Error('nobody acts yet, expected createOperator() and createApprover() before');
  return credentials;
}

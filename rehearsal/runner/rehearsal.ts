import { StageName } from '../../lib/config';
import { LocalAccount } from '../../emulators/account/local-account';
import { Administrator } from '../actors/administrator';
import { Approver } from '../actors/approver';
import { Operator } from '../actors/operator';
import { explain, Release } from '../observe/pipeline/follow-release';
import { PendingApproval } from '../observe/pipeline/pending-approval';
import { Pipeline } from '../observe/pipeline/pipeline';
import { ReleaseFollower } from '../observe/pipeline/release-follower';
import { readStacks, readStage, StackState, StageState } from '../observe/stacks';
import { SourceRepository } from '../source/source-repository';
import { WorkTree } from '../source/work-tree';
import { always, Approve, Decision, UndecidedError } from './approve';
import { LocalServices } from './services/local-services';
import { PermissionChecks } from './permission-checks';
import { Progress, StepDisplay } from './progress';
import { RehearsalDirectory } from './directory/rehearsal-directory';

const DAY = 24 * 60 * 60 * 1000;

/** What a scenario is given: an account, who acts in it, the repository, and the steps of a release. */
export class Rehearsal {
  readonly account: LocalAccount;
  readonly directory: RehearsalDirectory;

  /** The repository that stands for GitHub. */
  readonly source: SourceRepository;
  readonly administrator: Administrator;
  readonly permissions: PermissionChecks;
  readonly releasesFollowed: ReleaseFollower;

  /** Whether a release was rejected that whoever the rehearsal was given decides about. */
  isRejected = false;

  private readonly actors: { operator?: Operator; approver?: Approver } = {};

  constructor(
    private readonly services: LocalServices,
    private readonly progress: Progress,
    private readonly approve: Approve,
  ) {
    this.account = services.account;
    this.directory = services.directory;
    this.source = services.source;
    this.administrator = this.administratorOf(this.account);
    this.permissions = new PermissionChecks(progress);
    this.releasesFollowed = new ReleaseFollower({
      progress,
      buildLog: (id) => services.codePipeline.buildLog(id),
    });
  }

  get operator(): Operator {
    return expectCreated(this.actors.operator, 'operator');
  }

  get approver(): Approver {
    return expectCreated(this.actors.approver, 'approver');
  }

  /** The pipeline as the operator sees it. */
  get pipeline(): Pipeline {
    return this.operator.pipeline;
  }

  /** What is edited and then pushed. */
  get workTree(): WorkTree {
    return this.source.workTree;
  }

  administratorOf(account: LocalAccount): Administrator {
    return new Administrator(account, this.directory, this.progress);
  }

  async createOperator(): Promise<void> {
    this.actors.operator = await this.administrator.createOperator();
  }

  async createApprover(): Promise<void> {
    this.actors.approver = await this.administrator.createApprover();
  }

  /** Everything up to a pipeline whose connection is pending, and those who act in the account. */
  async setUp(): Promise<void> {
    await this.administrator.bootstrap();
    await this.createOperator();
    await this.operator.deployPipeline();
    await this.createApprover();
  }

  /** From the first execution, which fails, to a connection that is available. */
  async connect(): Promise<void> {
    await this.operator.seeSourceFail();
    await this.operator.completePendingConnection();
  }

  /** Shows and reports a step of a scenario's own. */
  step<T>(title: string, work: (display: StepDisplay) => Promise<T>): Promise<T> {
    return this.progress.step(title, work);
  }

  /** Commits the work tree and pushes it; returns the commit's id. */
  push(message: string): Promise<string> {
    return this.step(`git push: ${message}`, () => this.source.push(message));
  }

  /**
   * Follows a commit to the end of its release, with the approval on the way.
   *
   * @param approve Who decides. @default - whoever the rehearsal was given
   * @throws UndecidedError if no answer is given
   * @throws Error with what the failed actions say, if it fails for another reason than a rejection
   */
  async release(commit: string, approve = this.approve): Promise<{ status: string; decision?: Decision }> {
    const { failures, ...release } = await this.follow(commit, approve);
    if (release.approval) {
      throw new UndecidedError(
        `the approval of commit ${commit} was given no answer, expected yes or no: nothing is decided, and the release waits; say --yes or --reject to decide without being asked`,
      );
    }
    if (approve === this.approve) this.isRejected ||= release.decision === 'Rejected';
    if (failures.length === 0) return release;
    throw new Error(`${explain(failures)}\n(whole logs: ${this.directory.file('logs')})`);
  }

  /** Follows a commit that must be released, and not without an approval. */
  async releases(commit: string): Promise<void> {
    const { status } = await this.release(commit, always('Approved'));
    if (status !== 'Succeeded') throw new Error(`commit ${commit} has ${status}, expected Succeeded`);
    if (!(await this.pipeline.wasApproved(await this.pipeline.executionOf(commit)))) {
      throw new Error(`commit ${commit} was released without an approval, expected one`);
    }
  }

  /** Follows a commit that must fail, and returns what the failed actions say, with their logs. */
  async releaseFails(commit: string): Promise<string> {
    const { status, failures } = await this.follow(commit, always('Approved'));
    if (failures.length > 0) return failures.map(({ message, log }) => `${message}\n${log ?? ''}`).join('\n');
    throw new Error(`commit ${commit} has ${status}, expected it to fail before Release`);
  }

  /** Follows a commit to the approval, which is refused. */
  async reject(commit: string): Promise<void> {
    const { decision, status, failures } = await this.follow(commit, always('Rejected'));
    if (decision === 'Rejected') return;
    throw new Error(`commit ${commit} has ${status}, expected an approval\n${explain(failures)}`);
  }

  /** Follows a commit to the approval, which is left without an answer. */
  async untilApproval(commit: string): Promise<PendingApproval> {
    const { approval, status, failures } = await this.follow(commit, always(undefined));
    if (approval) return approval;
    throw new Error(`commit ${commit} has ${status}, expected an approval\n${explain(failures)}`);
  }

  /** Waits until the pipeline has read a commit. */
  async sourceSucceeds(commit: string): Promise<void> {
    await this.step('The pipeline reads the commit', () => this.pipeline.executionOf(commit));
  }

  /** Waits until an execution that was left at its approval has ended so, and reports it. */
  expectEnd(executionId: string, status: string): Promise<void> {
    return this.releasesFollowed.expectEnd(this.pipeline, executionId, status);
  }

  /** Lets days pass for whatever waits for an answer. */
  async letDaysPass(days: number): Promise<void> {
    await this.step(`${days} day(s) pass`, () => {
      this.services.clock.advance(days * DAY);
      return Promise.resolve();
    });
  }

  /** Every permission and every trust, decided by the account, and every permission tried by who has it. */
  checkPermissions(): Promise<void> {
    return this.permissions.check(this.account);
  }

  /** All stacks of the account by their names. */
  stacks(): Promise<Map<string, StackState>> {
    return readStacks(this.account, this.operator.credentials);
  }

  /** The stacks of a stage, with their templates. */
  stage(stageName: StageName): Promise<StageState> {
    return readStage(this.account, stageName);
  }

  private follow(commit: string, approve: Approve): Promise<Release> {
    return this.releasesFollowed.follow(commit, this.pipeline, this.approver, approve);
  }
}

function expectCreated<T>(actor: T | undefined, name: string): T {
  if (actor) return actor;
  throw new Error(`there is no ${name} in the account yet: create one before`);
}

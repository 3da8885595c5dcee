import distribution from '../../distribution.config';
import { StageName } from '../../lib/config';
import { always, Approve, Decision as Answer } from '../runner/approve';
import { explain, followRelease, Release } from '../observe/follow-release';
import { OperatorRehearsal } from './operator-rehearsal';
import { Decision } from '../permissions/access-decisions';
import { decide } from '../permissions/decide';
import { readRegistries } from '../permissions/registries';
import { tryAccess } from '../permissions/tried-access';
import { PendingApproval } from '../observe/pipeline-user';
import { Progress, StepDisplay } from '../runner/progress';
import { Rehearsal } from '../runner/rehearsal';
import { AccessReport, ExecutionReport, NOTHING_ASKED, reportExecution } from '../runner/report';
import { SourceRepository } from '../source/source-repository';
import { readStage, StageState } from '../observe/stacks';

/** The steps of a release, each named once; scenarios put them in order. */
export class ReleaseRehearsal extends OperatorRehearsal {
  /** Decisions about permissions and tokens, counted. */
  private access: AccessReport = NOTHING_ASKED;

  private readonly executions = new Map<string, ExecutionReport>();

  /** Ids of actions that have been shown. */
  private readonly shown = new Set<string>();

  constructor(
    rehearsal: Rehearsal,
    progress: Progress,
    private readonly approve: Approve,
  ) {
    super(rehearsal, progress);
  }

  get source(): SourceRepository {
    return this.rehearsal.source;
  }

  /** The decisions that were counted since they were last taken. */
  takeAccess(): AccessReport {
    const taken = this.access;
    this.access = NOTHING_ASKED;
    return taken;
  }

  /** The executions that were followed since they were last taken. */
  takeExecutions(): ExecutionReport[] {
    const taken = [...this.executions.values()];
    this.executions.clear();
    return taken;
  }

  /** Commits the work tree and pushes it; returns the commit's id. */
  async push(message: string): Promise<string> {
    return this.progress.step(`git push: ${message}`, () => this.source.push(message));
  }

  /**
   * Follows a commit to the end of its release, with the approval on the way.
   *
   * @param approve Who decides. @default - whoever the rehearsal was given
   * @throws Error with what the failed actions say, if it fails for another reason than a rejection
   */
  async release(commit: string, approve = this.approve): Promise<{ status: string; decision?: Answer }> {
    const { failures, ...release } = await this.follow(commit, approve);
    if (failures.length > 0) throw new Error(`${explain(failures)}\n(whole logs: .rehearsal/logs)`);
    return release;
  }

  /** Follows a commit that must be released, and not without an approval. */
  async releases(commit: string): Promise<void> {
    const { status } = await this.release(commit, always('Approved'));
    if (status !== 'Succeeded') throw new Error(`commit ${commit} has ${status}, expected Succeeded`);
    if (!(await this.pipeline.wasApproved(await this.pipeline.executionOf(commit)))) {
      throw new Error(`commit ${commit} was released without an approval, expected somebody to be asked`);
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
    await this.step('The pipeline reads the commit', async () => {
      await this.pipeline.executionOf(commit);
    });
  }

  /** Tries a stage again, as the operator, where the execution of a commit failed in it. */
  async retry(commit: string, stageName: string): Promise<void> {
    await this.step(`Retry ${stageName}`, async () => {
      await this.pipeline.retry(await this.pipeline.executionOf(commit), stageName);
    });
  }

  /** Waits until an execution that was left at its approval has ended so, and reports it. */
  async expectEnd(executionId: string, status: string): Promise<void> {
    await this.pipeline.expectStatus(executionId, status);
    this.executions.set(executionId, await reportExecution(this.pipeline, executionId));
  }

  /** Answers an approval, as a member of the approvers' group. */
  async answer(approval: PendingApproval, decision: Answer): Promise<void> {
    await this.step(`${decision} by a member of the approvers' group`, () =>
      this.approverPipeline.answer(approval, decision, `${decision} in the rehearsal`),
    );
  }

  /** The stacks of a stage, with their templates. */
  stage(stageName: StageName): Promise<StageState> {
    return readStage(this.account, stageName);
  }

  private async follow(commit: string, approve: Approve): Promise<Release> {
    const release = await followRelease({
      commit,
      progress: this.progress,
      pipeline: this.pipeline,
      approver: this.approverPipeline,
      approve,
      shown: this.shown,
      buildLog: (id) => this.rehearsal.codePipeline.buildLog(id),
    });
    for (const id of release.executionIds) {
      this.executions.set(id, await reportExecution(this.pipeline, id));
    }
    return release;
  }

  /** Every permission and every trust, decided by the account, and every permission tried by who has it. */
  async checkPermissions(): Promise<void> {
    const registries = await readRegistries(this.account);
    const asked = new Set(registries.map(({ image }) => image.name)).size;
    await this.step('Every permission, decided by the account', async (display) => {
      if (asked < distribution.images.length) {
        display.line(`of ${asked} of the ${distribution.images.length} images`);
      }
      this.count(await decide(this.account, registries), display);
    });
    await this.step('Every action of ECR, tried by every identity', async (display) => {
      const { decisions, observed } = await tryAccess(this.account, registries);
      this.count(decisions, display);
      this.access = { ...this.access, observed };
    });
  }

  private count(decisions: readonly Decision[], display: StepDisplay): void {
    const wrong = decisions.filter(({ decided, expected }) => decided !== expected);
    const { asked, ...access } = this.access;
    this.access = { ...access, asked: asked + decisions.length, wrong: access.wrong + wrong.length };
    display.line(`${decisions.length} answers, ${wrong.length} wrong`);
    if (wrong.length === 0) return;
    const list = wrong.slice(0, 10).map(({ question, decided }) => `${question} is ${decided}`);
    throw new Error(`the account decides otherwise than the tables:\n${list.join('\n')}`);
  }
}

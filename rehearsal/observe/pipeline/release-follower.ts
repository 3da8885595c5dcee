import { Approve } from '../../runner/approve';
import { Progress } from '../../runner/progress';
import { ExecutionReport, reportExecution } from '../../runner/report/execution-report';
import { Approver } from '../../actors/approver';
import { expectStatus } from './follow-execution';
import { followRelease, Release } from './follow-release';
import { Pipeline } from './pipeline';

export interface ReleaseFollowerProps {
  readonly progress: Progress;

  /** Path of the log of a build. */
  readonly buildLog: (externalExecutionId: string) => string;
}

/** Follows commits through the pipeline, and keeps what is to be reported of their executions. */
export class ReleaseFollower {
  private readonly executions = new Map<string, ExecutionReport>();

  /** Ids of actions that have been shown. */
  private readonly shown = new Set<string>();

  constructor(private readonly props: ReleaseFollowerProps) {}

  /** The executions that were followed since they were last taken. */
  take(): ExecutionReport[] {
    const taken = [...this.executions.values()];
    this.executions.clear();
    return taken;
  }

  /** Follows a commit to its end, or to an approval that is left without an answer. */
  async follow(commit: string, pipeline: Pipeline, approver: Approver, approve: Approve): Promise<Release> {
    const { shown } = this;
    const release = await followRelease({ ...this.props, commit, pipeline, approver, approve, shown });
    for (const id of release.executionIds) await this.report(pipeline, id);
    return release;
  }

  /** Waits until an execution that was left at its approval has ended so. */
  async expectEnd(pipeline: Pipeline, executionId: string, status: string): Promise<void> {
    await expectStatus(pipeline, executionId, status);
    await this.report(pipeline, executionId);
  }

  private async report(pipeline: Pipeline, id: string): Promise<void> {
    this.executions.set(id, await reportExecution(pipeline, id));
  }
}

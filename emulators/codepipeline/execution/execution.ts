import { randomUUID } from 'node:crypto';
import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import type { ActionExecution } from './action-execution';
import type { StartOptions } from './start-options';

export type ExecutionStatus =
  'InProgress' | 'Stopping' | 'Stopped' | 'Succeeded' | 'Failed' | 'Superseded' | 'Cancelled';

/** What started an execution. */
export interface Trigger {
  readonly triggerType: 'CreatePipeline' | 'StartPipelineExecution' | 'WebhookV2';
  readonly triggerDetail: string;
}

/** Where an artifact lies. */
export interface S3Location {
  readonly region: string;
  readonly bucket: string;
  readonly key: string;
}

export interface SourceRevision {
  readonly actionName: string;
  readonly revisionId: string;
  readonly revisionSummary: string;
  readonly revisionUrl: string;
}

/** One run of a pipeline, by the structure that it had when the run began. */
export class Execution {
  readonly id = randomUUID();
  readonly startTime = new Date();
  readonly actions: ActionExecution[] = [];
  revisions: readonly SourceRevision[] = [];
  readonly artifacts = new Map<string, S3Location>();

  /** Copies of artifacts for the actions of other regions, by the region and the key of what was copied. */
  readonly replicas = new Map<string, Promise<S3Location>>();
  readonly variables: Map<string, Readonly<Record<string, string>>>;
  status: ExecutionStatus = 'InProgress';
  lastUpdateTime = new Date();
  statusSummary?: string;

  /** Why a user stopped it. */
  stopReason?: string;

  /** The stage that it was in when the pipeline was changed. */
  cancelledIn?: string;

  /** Aborted when it will not enter another stage. */
  cancellation = new AbortController();

  constructor(
    readonly pipeline: PipelineDeclaration,
    readonly version: number,
    readonly trigger: Trigger,
    readonly options: StartOptions = {},
  ) {
    this.variables = new Map([['codepipeline', { PipelineExecutionId: this.id }]]);
    if (options.variables) this.variables.set('variables', options.variables);
  }

  get running(): boolean {
    return this.status === 'InProgress' || this.status === 'Stopping';
  }

  /** The latest run of an action, if it has run. */
  latest(stageName: string, actionName: string | undefined): ActionExecution | undefined {
    return this.actions.findLast(
      (action) => action.stageName === stageName && action.declaration.name === actionName,
    );
  }

  /** Notes what a source action took; a retry takes the place of what it took before. */
  revise(revision: SourceRevision): void {
    const others = this.revisions.filter(({ actionName }) => actionName !== revision.actionName);
    this.revisions = [...others, revision];
  }

  /** Goes on after it has failed, or was stopped. */
  resume(): void {
    this.become('InProgress');
    this.stopReason = undefined;
    this.cancellation = new AbortController();
  }

  become(status: ExecutionStatus, summary?: string): void {
    this.status = status;
    this.statusSummary = summary;
    this.lastUpdateTime = new Date();
  }

  /** Ends it early: what still runs is abandoned. */
  abandon(status: 'Stopped' | 'Superseded' | 'Cancelled', summary: string): void {
    this.become(status, summary);
    this.abandonActions();
    this.cancellation.abort();
  }

  abandonActions(): void {
    for (const action of this.inProgress()) action.end('Abandoned');
  }

  /**
   * Ends it because its pipeline was changed.
   *
   * Actions that run are completed and nothing follows them (AWS CodePipeline User Guide, "Edit a pipeline in
   * CodePipeline", which says that executions fail then; the API has the status Cancelled for it, API
   * Reference, "PipelineExecution"). No page says what becomes of an approval that waits: it is withdrawn here,
   * so that no one approves what cannot go on, and its token has expired (API Reference, "PutApprovalResult":
   * InvalidApprovalTokenException).
   */
  cancel(summary: string): void {
    this.become('Cancelled', summary);
    for (const action of this.inProgress()) {
      this.cancelledIn = action.stageName;
      if (action.isApproval) action.end('Abandoned');
    }
    this.cancellation.abort();
  }

  private inProgress(): ActionExecution[] {
    return this.actions.filter(({ status }) => status === 'InProgress');
  }
}

import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { ActionDeclaration, PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import type { S3Location } from './artifacts';

export type ExecutionStatus =
  'InProgress' | 'Stopping' | 'Stopped' | 'Succeeded' | 'Failed' | 'Superseded' | 'Cancelled';
export type ActionStatus = 'InProgress' | 'Succeeded' | 'Failed' | 'Abandoned';

/** What started an execution. */
export interface Trigger {
  readonly triggerType: 'CreatePipeline' | 'StartPipelineExecution' | 'WebhookV2';
  readonly triggerDetail: string;
}

export interface SourceRevision {
  readonly actionName: string;
  readonly revisionId: string;
  readonly revisionSummary: string;
  readonly revisionUrl: string;
}

/** One run of one action. */
export class ActionExecution {
  readonly id = randomUUID();
  readonly startTime = new Date();
  status: ActionStatus = 'InProgress';
  lastUpdateTime = new Date();
  resolvedConfiguration: Readonly<Record<string, string>> = {};
  outputVariables: Readonly<Record<string, string>> = {};
  externalExecutionId?: string;
  summary?: string;
  updatedBy?: string;

  /** Of an approval that waits. */
  token?: string;
  error?: { readonly code: string; readonly message: string };

  constructor(
    readonly execution: Execution,
    readonly stageName: string,
    readonly declaration: ActionDeclaration,
  ) {}

  end(status: Exclude<ActionStatus, 'InProgress'>): void {
    this.status = status;
    this.token = undefined;
    this.lastUpdateTime = new Date();
  }
}

/** One run of a pipeline, by the structure that it had when the run began. */
export class Execution {
  readonly id = randomUUID();
  readonly startTime = new Date();
  readonly actions: ActionExecution[] = [];
  revisions: readonly SourceRevision[] = [];
  readonly artifacts = new Map<string, S3Location>();
  readonly variables: Map<string, Readonly<Record<string, string>>>;
  status: ExecutionStatus = 'InProgress';
  lastUpdateTime = new Date();
  statusSummary?: string;

  /** Aborted when the execution ends early. */
  cancellation = newCancellation();

  constructor(
    readonly pipeline: PipelineDeclaration,
    readonly version: number,
    readonly trigger: Trigger,
  ) {
    this.variables = new Map([['codepipeline', { PipelineExecutionId: this.id }]]);
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
    this.cancellation = newCancellation();
  }

  become(status: ExecutionStatus, summary?: string): void {
    this.status = status;
    this.statusSummary = summary;
    this.lastUpdateTime = new Date();
  }

  /** Ends it early: what still runs is abandoned. */
  abandon(status: 'Stopped' | 'Superseded' | 'Cancelled', summary: string): void {
    this.become(status, summary);
    for (const action of this.actions) if (action.status === 'InProgress') action.end('Abandoned');
    this.cancellation.abort();
  }
}

function newCancellation(): AbortController {
  const cancellation = new AbortController();
  // Each action of a stage listens; node would take more than ten for a leak.
  setMaxListeners(0, cancellation.signal);
  return cancellation;
}

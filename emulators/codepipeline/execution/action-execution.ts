import { randomUUID } from 'node:crypto';
import type { ActionDeclaration } from '@aws-sdk/client-codepipeline';
import type { Execution } from './execution';

export type ActionStatus = 'InProgress' | 'Succeeded' | 'Failed' | 'Abandoned';

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

  private readonly abandonment = new AbortController();

  constructor(
    readonly execution: Execution,
    readonly stageName: string,
    readonly declaration: ActionDeclaration,
  ) {}

  /** Aborted when nobody waits for it any more. */
  get signal(): AbortSignal {
    return this.abandonment.signal;
  }

  get isApproval(): boolean {
    return this.declaration.actionTypeId?.category === 'Approval';
  }

  end(status: Exclude<ActionStatus, 'InProgress'>): void {
    this.status = status;
    this.token = undefined;
    this.lastUpdateTime = new Date();
    if (status === 'Abandoned') this.abandonment.abort();
  }
}

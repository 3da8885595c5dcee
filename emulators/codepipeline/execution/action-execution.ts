import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { ActionDeclaration } from '@aws-sdk/client-codepipeline';

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
    readonly stageName: string,
    readonly declaration: ActionDeclaration,
  ) {}

  /** Aborted when its execution no longer waits for it. */
  get signal(): AbortSignal {
    return this.abandonment.signal;
  }

  /** Waits until its execution no longer waits for it. */
  async abandoned(): Promise<void> {
    if (!this.signal.aborted) await once(this.signal, 'abort');
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

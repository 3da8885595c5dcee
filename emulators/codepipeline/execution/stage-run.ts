import type { ActionDeclaration } from '@aws-sdk/client-codepipeline';
import { ActionExecution } from './action-execution';
import type { Execution } from './execution';

/** Runs one action; it has ended when the promise is kept. */
export type PerformAction = (action: ActionExecution) => Promise<void>;

/** Actions of one run order, in parallel, as an execution runs them. */
export class StageRun {
  private readonly pending = new Set<Promise<void>>();

  constructor(
    private readonly execution: Execution,
    private readonly stageName: string,
    private readonly perform: PerformAction,
  ) {}

  begin(declaration: ActionDeclaration): void {
    const action = new ActionExecution(this.stageName, declaration);
    this.execution.actions.push(action);
    const run = this.perform(action).finally(() => this.pending.delete(run));
    this.pending.add(run);
  }

  /**
   * Begins the failed actions once more while others of the stage go on.
   *
   * (AWS CodePipeline User Guide, "Configuring stage retry for a failed stage or failed actions": all actions
   * that are still in progress continue working, and failed actions are triggered again.)
   */
  retryFailed(): void {
    const { pipeline } = this.execution;
    const stage = pipeline.stages?.find(({ name }) => name === this.stageName);
    for (const declaration of stage?.actions ?? []) {
      if (this.execution.latest(this.stageName, declaration.name)?.status === 'Failed')
        this.begin(declaration);
    }
  }

  /** Waits for all of them, with those that are begun meanwhile. */
  async ended(): Promise<void> {
    while (this.pending.size > 0) await Promise.all(this.pending);
  }
}

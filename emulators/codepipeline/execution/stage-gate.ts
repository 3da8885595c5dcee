import type { Execution } from './execution';

/**
 * The entrance of a stage: one execution is in it at a time, one waits, and a newer one supersedes that.
 *
 * (AWS CodePipeline User Guide, "How executions are processed in SUPERSEDED mode".)
 */
export class StageGate {
  /** The execution that came in last. */
  latest?: Execution;

  private occupied = false;
  private waiting?: { readonly execution: Execution; readonly letIn: () => void };

  /** The execution that waits to come in. */
  get inbound(): Execution | undefined {
    return this.waiting?.execution;
  }

  /** Waits until the execution may come in; false if a newer one took its place, or it was ended meanwhile. */
  async enter(execution: Execution): Promise<boolean> {
    if (this.occupied) {
      this.inbound?.abandon('Superseded', 'A newer execution took its place');
      if (!(await this.wait(execution))) return false;
      if (!execution.running) this.leave();
    }
    if (!execution.running) return false;
    this.occupied = true;
    this.latest = execution;
    return true;
  }

  /** Lets the next one in. */
  leave(): void {
    const next = this.waiting;
    this.waiting = undefined;
    // Taken at once, so that none that comes meanwhile slips in before the one that waits.
    this.occupied = next !== undefined;
    next?.letIn();
  }

  private wait(execution: Execution): Promise<boolean> {
    return new Promise((resolve) => {
      const waiting = { execution, letIn: () => resolve(true) };
      this.waiting = waiting;
      const giveUp = () => {
        // In the listener and not after it, so that the stage is not held for one that is gone.
        if (this.waiting === waiting) this.waiting = undefined;
        resolve(false);
      };
      execution.cancellation.signal.addEventListener('abort', giveUp, { once: true });
    });
  }
}

import type { Execution } from './execution';

/**
 * The entrance of a stage: one execution is in it at a time, one waits, and a newer one supersedes that.
 *
 * (AWS CodePipeline User Guide, "How executions are processed in SUPERSEDED mode".)
 */
export class StageGate {
  /** The execution that waits to come in. */
  inbound?: Execution;

  /** The execution that came in last. */
  latest?: Execution;

  private occupied = false;
  private letIn?: () => void;

  /** Waits until the execution may come in; false if a newer one took its place, or it was ended meanwhile. */
  async enter(execution: Execution): Promise<boolean> {
    if (this.occupied) {
      this.inbound?.abandon('Superseded', 'A newer execution took its place');
      this.inbound = execution;
      const admitted = await new Promise<boolean>((resolve) => {
        this.letIn = () => resolve(true);
        execution.cancellation.signal.addEventListener('abort', () => resolve(false), { once: true });
      });
      if (this.inbound === execution) {
        this.inbound = undefined;
        if (!admitted) this.letIn = undefined;
      }
      if (admitted && !execution.running) this.leave();
      if (!admitted) return false;
    }
    if (!execution.running) return false;
    this.occupied = true;
    this.latest = execution;
    return true;
  }

  /** Lets the next one in. */
  leave(): void {
    this.occupied = false;
    const letIn = this.letIn;
    this.letIn = undefined;
    if (!letIn) return;
    // Taken at once, so that nobody who comes meanwhile slips in before the one that waits.
    this.occupied = true;
    letIn();
  }
}

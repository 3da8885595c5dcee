import { WorkflowRun } from './workflows/workflow-run';

/** What the job that failed said; empty if none did. */
export function errorOf(run: WorkflowRun | undefined): string {
  return Object.values(run?.jobs ?? {})
    .map(({ error = '' }) => error)
    .join('');
}

/** Checks that all jobs of a run succeeded. */
export function expectSuccess(what: string, run: WorkflowRun | undefined): void {
  if (run?.conclusion !== 'success') {
    throw new Error(`${what}: expected success, found ${run?.conclusion ?? 'no run'}: ${errorOf(run)}`);
  }
}

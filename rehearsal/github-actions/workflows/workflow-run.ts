import { isAskedAlways } from './expressions';
import { JobResult } from './job-run';
import { Job, Workflow } from './workflow';

export interface WorkflowRun {
  readonly conclusion: 'success' | 'failure' | 'skipped';
  readonly jobs: Readonly<Record<string, JobRecord>>;
}

export type JobRecord = Omit<JobResult, 'result'> & { readonly result: JobResult['result'] | 'skipped' };

export const SKIPPED: JobRecord = { result: 'skipped', outputs: {}, summary: '' };

/**
 * Runs the jobs of a workflow in the order in which it has them, but for those whose condition is not asked.
 *
 * @param run Runs a job, or skips it, by what those before it came to
 */
export async function runWorkflow(
  workflow: Workflow,
  run: (name: string, job: Job, before: WorkflowRun['jobs']) => Promise<JobRecord>,
): Promise<WorkflowRun> {
  const jobs: Record<string, JobRecord> = {};
  for (const [name, job] of Object.entries(workflow.jobs)) {
    const needed = job.needs === undefined ? undefined : jobs[job.needs];
    const isDue = needed === undefined || needed.result === 'success' || isAskedAlways(job.if);
    jobs[name] = isDue ? await run(name, job, jobs) : SKIPPED;
  }
  const results = Object.values(jobs).map(({ result }) => result);
  const conclusion = (['failure', 'success'] as const).find((one) => results.includes(one)) ?? 'skipped';
  return { conclusion, jobs };
}

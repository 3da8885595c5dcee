import type { ExecutionReport, StageReport } from '../../rehearsal/runner/report/execution-report';
import { median } from '../shared/measure';

type Action = StageReport['actions'][number];

/** What a release took, in seconds. */
export interface ReleaseTimes {
  readonly stages: readonly { readonly name: string; readonly seconds: number }[];
  readonly all: number;
  readonly slowest: Action;

  /** The median of the actions that deploy stacks, and how many there are. */
  readonly deployments: { readonly count: number; readonly seconds: number };
}

/** Whether an action deploys a stack, by the name that CDK gives it: `Deploy` if it is alone in its stage. */
function deploys({ name }: Action): boolean {
  return /(^|\.)Deploy$/.test(name);
}

/** Reads the times of an execution from the rehearsal's report. */
export function releaseTimes({ id, status, stages }: ExecutionReport): ReleaseTimes {
  const actions = stages.flatMap((stage) => stage.actions).filter(({ name }) => name !== 'Approve');
  const [slowest] = [...actions].sort((a, b) => b.seconds - a.seconds);
  const deployments = actions.filter(deploys);
  if (status !== 'Succeeded' || deployments.length === 0) {
    throw new Error(
      `execution ${id} is ${status} with ${deployments.length} deployments, expected a release`,
    );
  }
  return {
    stages: stages.map(({ name, seconds }) => ({ name, seconds })),
    all: stages.map(({ seconds }) => seconds).reduce((a, b) => a + b, 0),
    slowest,
    deployments: { count: deployments.length, seconds: median(deployments.map(({ seconds }) => seconds)) },
  };
}

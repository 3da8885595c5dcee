import * as fs from 'node:fs/promises';
import { parse } from 'yaml';
import type { Triggers } from './events';

/** A workflow of GitHub Actions, as far as the example's use the syntax. */
export interface Workflow {
  readonly name: string;
  readonly on: Triggers;
  readonly defaults: { readonly run: { readonly shell: string } };
  readonly jobs: Readonly<Record<string, Job>>;
}

export interface Job {
  /** Its name as a check. @default - its id */
  readonly name?: string;
  readonly needs?: string;
  readonly if?: string;
  readonly environment?: string;
  readonly permissions: Readonly<Record<string, 'read' | 'write'>>;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

export interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * What is understood of a job and of a step; anything else must not be passed over in silence.
 *
 * A job that ends by itself in time is none the wiser for `timeout-minutes`.
 */
const JOB = [
  'name',
  'timeout-minutes',
  'needs',
  'if',
  'runs-on',
  'environment',
  'permissions',
  'outputs',
  'env',
  'steps',
];
const STEP = ['name', 'id', 'run', 'uses', 'with', 'env'];

/** @throws Error when the workflow has something that would not be run as GitHub runs it */
export async function readWorkflow(file: string): Promise<Workflow> {
  const workflow = parse(await fs.readFile(file, 'utf8')) as Workflow;
  if (workflow.defaults?.run?.shell !== 'bash') {
    throw new Error(`${file} has no 'defaults: run: shell: bash', expected it: only this shell is run here`);
  }
  for (const [name, job] of Object.entries(workflow.jobs)) {
    expectKnown(`${file}: job ${name}`, job, JOB);
    for (const step of job.steps) expectKnown(`${file}: a step of job ${name}`, step, STEP);
  }
  return workflow;
}

function expectKnown(where: string, value: object, known: readonly string[]): void {
  const unknown = Object.keys(value).filter((key) => !known.includes(key));
  if (unknown.length > 0) {
    throw new Error(`${where} has ${unknown.join(', ')}, expected only ${known.join(', ')}`);
  }
}

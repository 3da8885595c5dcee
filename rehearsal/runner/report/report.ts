import * as fs from 'node:fs/promises';
import { ObservedAccess } from '../../permissions/trial-checks';
import { StepReport } from '../progress';
import { RehearsalDirectory } from '../directory/rehearsal-directory';
import { ExecutionReport } from './execution-report';

export interface ScenarioReport {
  readonly name: string;

  /** `skipped` where this machine lacks a program that it needs; `error` says which. */
  readonly status: 'succeeded' | 'failed' | 'skipped';
  readonly seconds: number;
  readonly error?: string;
  readonly steps: readonly StepReport[];
  readonly executions: readonly ExecutionReport[];
}

export interface Report {
  readonly status: 'succeeded' | 'failed';
  readonly seconds: number;
  readonly scenarios: readonly ScenarioReport[];

  readonly access: AccessReport;
}

/** Decisions of the account about permissions and tokens, and how many differ from the tables. */
export interface AccessReport {
  readonly asked: number;
  readonly wrong: number;

  /** What each identity could do when it tried. @default - it was not tried */
  readonly observed?: ObservedAccess;
}

export const NO_CHECKS: AccessReport = { asked: 0, wrong: 0 };

export function sumOf(a: AccessReport, b: AccessReport): AccessReport {
  return { asked: a.asked + b.asked, wrong: a.wrong + b.wrong, observed: b.observed ?? a.observed };
}

/** Writes `.rehearsal/report.json`. */
export async function writeReport(directory: RehearsalDirectory, report: Report): Promise<void> {
  await fs.writeFile(directory.file('report.json'), `${JSON.stringify(report, undefined, 2)}\n`);
}

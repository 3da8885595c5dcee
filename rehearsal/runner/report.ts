import { ActionExecutionDetail } from '@aws-sdk/client-codepipeline';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { DIRECTORY } from './paths';
import { ObservedAccess } from '../permissions/tried-access';
import { seconds } from '../observe/follow-release';
import { PipelineWatcher } from '../observe/pipeline-watcher';
import { StepReport } from './progress';

/** One execution of the pipeline, with its actions in the order in which they began. */
export interface ExecutionReport {
  readonly id: string;
  readonly status: string;
  readonly stages: readonly StageReport[];
}

export interface StageReport {
  readonly name: string;

  /** `Failed` if one of its actions failed, else that of the action that ended last. */
  readonly status: string;

  /** From the start of its first action to the end of its last one. */
  readonly seconds: number;
  readonly actions: readonly { readonly name: string; readonly status: string; readonly seconds: number }[];
}

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

  /** What each identity could do when it tried. @default - nobody tried */
  readonly observed?: ObservedAccess;
}

export const NOTHING_ASKED: AccessReport = { asked: 0, wrong: 0 };

/** Reads from the pipeline how an execution went. */
export async function reportExecution(pipeline: PipelineWatcher, id: string): Promise<ExecutionReport> {
  const execution = (await pipeline.executions()).find(
    ({ pipelineExecutionId }) => pipelineExecutionId === id,
  );
  const actions = await pipeline.actions(id);
  const names = [...new Set(actions.map(({ stageName = '' }) => stageName))];
  const stages = names.map((name) =>
    stageReport(
      name,
      actions.filter(({ stageName }) => stageName === name),
    ),
  );
  return { id, status: execution?.status ?? '', stages };
}

function stageReport(name: string, actions: readonly ActionExecutionDetail[]): StageReport {
  const ended = actions.toSorted(
    (a, b) => millisecondsOf(a.lastUpdateTime) - millisecondsOf(b.lastUpdateTime),
  );
  const last = ended.at(-1);
  return {
    name,
    status: actions.some(({ status }) => status === 'Failed') ? 'Failed' : (last?.status ?? ''),
    seconds: seconds({ startTime: actions.at(0)?.startTime, lastUpdateTime: last?.lastUpdateTime }),
    actions: actions.map((action) => ({
      name: action.actionName ?? '',
      status: action.status ?? '',
      seconds: seconds(action),
    })),
  };
}

function millisecondsOf(date: Date | undefined): number {
  return date?.getTime() ?? 0;
}

/** Writes `.rehearsal/report.json`. */
export async function writeReport(report: Report): Promise<void> {
  await fs.writeFile(path.join(DIRECTORY, 'report.json'), `${JSON.stringify(report, undefined, 2)}\n`);
}

import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Execution } from '../execution/execution';
import type { Pipeline } from '../execution/pipeline';
import { actionDetail, executionSummary } from './executions';

/**
 * Keeps what became of executions on disk, so that a run can be read once the service is gone.
 *
 * Each pipeline has a folder. In it are `executions.json`, as ListPipelineExecutions answers, and for each
 * execution that has ended `ID.json`, as ListActionExecutions answers for it; dates are written as the AWS CLI
 * shows them. A pipeline that is deleted and created again goes on with the same list.
 */
export class History {
  private readonly pipelines: Pipeline[] = [];

  /** Executions as they were written last. */
  private readonly written = new Map<Execution, string>();

  constructor(private readonly directory: string) {}

  keep(pipeline: Pipeline): Pipeline {
    this.pipelines.unshift(pipeline);
    return pipeline;
  }

  /**
   * Writes what has ended, or changed after its end, since the last time.
   *
   * At once and not in turns of their own: a later state is never overwritten by an earlier one, and nothing is
   * left to do when the process ends.
   */
  write(): void {
    for (const name of new Set(this.pipelines.map(({ declaration }) => declaration.name ?? ''))) {
      const executions = this.pipelines
        .filter(({ declaration }) => declaration.name === name)
        .flatMap((pipeline) => pipeline.executions);
      const news = executions.filter((execution) => !execution.running && this.isNews(execution));
      if (news.length === 0) continue;
      for (const execution of news) {
        const newestFirst = execution.actions.toReversed();
        const actionExecutionDetails = newestFirst.map((action) => actionDetail(execution, action));
        this.replace(name, `${execution.id}.json`, { actionExecutionDetails });
      }
      this.replace(name, 'executions.json', { pipelineExecutionSummaries: executions.map(executionSummary) });
    }
  }

  private isNews(execution: Execution): boolean {
    const { actions, lastUpdateTime, status } = execution;
    const ends = actions.map((action) => [action.status, action.lastUpdateTime]);
    const state = JSON.stringify([status, lastUpdateTime, ends]);
    if (this.written.get(execution) === state) return false;
    this.written.set(execution, state);
    return true;
  }

  /** The file is there as a whole or as it was before, for readers meanwhile and even after a crash. */
  private replace(pipelineName: string, fileName: string, content: object): void {
    // A name may be `..`.
    const folder = path.join(this.directory, pipelineName.replace(/^\.+$/, encodeDots));
    fs.mkdirSync(folder, { recursive: true });
    const beside = path.join(folder, `.${randomUUID()}`);
    fs.writeFileSync(beside, `${JSON.stringify(content, undefined, 2)}\n`);
    fs.renameSync(beside, path.join(folder, fileName));
  }
}

function encodeDots(dots: string): string {
  return '%2E'.repeat(dots.length);
}

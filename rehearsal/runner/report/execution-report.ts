import { ActionExecutionDetail } from '@aws-sdk/client-codepipeline';
import { seconds } from '../../observe/pipeline/follow-release';
import { Pipeline } from '../../observe/pipeline/pipeline';

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

/** Reads from the pipeline how an execution went. */
export async function reportExecution(pipeline: Pipeline, id: string): Promise<ExecutionReport> {
  const execution = await pipeline.execution(id);
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

import type { ServiceEvent } from '../aws/aws-access';
import type { ActionExecution, ActionStatus } from '../execution/action-execution';
import type { Execution, ExecutionStatus } from '../execution/execution';
import type { Pipeline } from '../execution/pipeline';
import { stageStates } from './pipeline-state';

/** Where a pipeline is, as its events say it. */
interface Place {
  readonly accountId: string;
  readonly region: string;
}

type Kind = 'Pipeline' | 'Stage' | 'Action';

interface Change {
  readonly kind: Kind;
  readonly state: string;
  readonly execution: Execution;
  readonly detail: object;
}

/** Statuses of the API, as events call them. */
const STATES: Readonly<Record<ExecutionStatus | ActionStatus, string>> = {
  InProgress: 'STARTED',
  Stopping: 'STOPPING',
  Stopped: 'STOPPED',
  Succeeded: 'SUCCEEDED',
  Failed: 'FAILED',
  Superseded: 'SUPERSEDED',
  Cancelled: 'CANCELED',
  Abandoned: 'CANCELED',
};

/** What begins is told from the outside in, and what ends from the inside out. */
const ORDER: readonly Kind[] = ['Pipeline', 'Stage', 'Action'];

/**
 * What CodePipeline tells EventBridge: each change in the state of an execution, a stage or an action.
 *
 * (AWS CodePipeline User Guide, "Monitoring CodePipeline events".)
 */
export class StateChanges {
  /** The state of each as it was told last. */
  private readonly told = new Map<string, string>();

  /** How often each execution was begun: once, and by every retry. */
  private readonly attempts = new Map<Execution, number>();

  /** What has changed in a pipeline since the last time. */
  of(pipeline: Pipeline, place: Place): ServiceEvent[] {
    const changes = pipeline.executions
      .toReversed()
      .flatMap((execution) => this.ofExecution(pipeline, execution, place.region));
    const begun = changes.filter(({ state }) => ['STARTED', 'RESUMED'].includes(state));
    const ended = changes.filter((change) => !begun.includes(change));
    const byKind = (one: Change, other: Change) => ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind);
    const inOrder = [...ended.sort((one, other) => byKind(other, one)), ...begun.sort(byKind)];
    return inOrder.map((change) => this.event(change, place));
  }

  private ofExecution(pipeline: Pipeline, execution: Execution, region: string): Change[] {
    const { id, status } = execution;
    return [
      ...this.change('Pipeline', id, STATES[status], execution, {}),
      ...this.ofStages(pipeline, execution),
      ...execution.actions.flatMap((action) =>
        this.change('Action', action.id, STATES[action.status], execution, actionDetail(action, region)),
      ),
    ];
  }

  /** Stages by the execution that came into them last; one that has left is told already. */
  private ofStages(pipeline: Pipeline, execution: Execution): Change[] {
    return stageStates(pipeline).flatMap(({ stageName: stage = '', latestExecution }) => {
      if (latestExecution?.pipelineExecutionId !== execution.id) return [];
      const status = latestExecution.status as ExecutionStatus;
      const declared = execution.pipeline.stages?.find(({ name }) => name === stage)?.actions ?? [];
      const hasBegun = declared.some(({ name }) => execution.latest(stage, name));
      const hasEnded = declared.every(({ name }) => execution.latest(stage, name));
      if (!hasBegun) return [];
      const state = status === 'Succeeded' && !hasEnded ? 'InProgress' : status;
      return this.change('Stage', `${execution.id}/${stage}`, STATES[state], execution, { stage });
    });
  }

  private change(kind: Kind, key: string, now: string, execution: Execution, detail: object): Change[] {
    const before = this.told.get(key);
    const isSame = now === before || (now === 'STARTED' && before === 'RESUMED');
    if (isSame) return [];
    const state = now === 'STARTED' && before !== undefined ? 'RESUMED' : now;
    this.told.set(key, state);
    if (kind === 'Pipeline' && ['STARTED', 'RESUMED'].includes(state))
      this.attempts.set(execution, (this.attempts.get(execution) ?? 0) + 1);
    return [{ kind, state, execution, detail }];
  }

  private event({ kind, state, execution, detail }: Change, { accountId, region }: Place): ServiceEvent {
    const { name = '' } = execution.pipeline;
    return {
      source: 'aws.codepipeline',
      detailType: `CodePipeline ${kind} Execution State Change`,
      resources: [`arn:aws:codepipeline:${region}:${accountId}:${name}`],
      detail: {
        pipeline: name,
        'execution-id': execution.id,
        'start-time': execution.startTime.toISOString(),
        ...detail,
        state,
        version: execution.version,
        'pipeline-execution-attempt': this.attempts.get(execution) ?? 1,
      },
    };
  }
}

function actionDetail(action: ActionExecution, region: string): object {
  const { declaration, error, externalExecutionId, summary } = action;
  const { actionTypeId, name } = declaration;
  return {
    stage: action.stageName,
    action: name,
    'action-execution-id': action.id,
    region: declaration.region ?? region,
    type: { ...actionTypeId },
    ...(action.status !== 'InProgress' && {
      'execution-result': {
        'external-execution-summary': summary ?? error?.message,
        'external-execution-id': externalExecutionId,
        'error-code': error?.code,
      },
    }),
  };
}

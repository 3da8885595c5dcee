import { EventEmitter } from 'node:events';
import type { PipelineDeclaration, StageDeclaration } from '@aws-sdk/client-codepipeline';
import { ActionFailure } from './action-failure';
import { ActionExecution, Execution, Trigger } from './execution';
import { ServiceError } from './service-error';
import { StageGate } from './stage-gate';
import { byRunOrder } from './run-order';

/** Runs one action to its end. */
export type RunAction = (action: ActionExecution) => Promise<void>;

/** A pipeline and its executions, by the rules of CodePipeline in SUPERSEDED mode. */
export class Pipeline {
  readonly created = new Date();
  updated = new Date();
  version = 1;

  /** Newest first. */
  readonly executions: Execution[] = [];

  private readonly gates = new Map<string, StageGate>();

  constructor(
    public declaration: PipelineDeclaration,
    private readonly runAction: RunAction,
    private readonly events: EventEmitter,
  ) {}

  gate(stageName: string): StageGate {
    const gate = this.gates.get(stageName) ?? new StageGate();
    this.gates.set(stageName, gate);
    return gate;
  }

  start(trigger: Trigger): Execution {
    const execution = new Execution(this.declaration, this.version, trigger);
    this.executions.unshift(execution);
    void this.advance(execution, 0);
    return execution;
  }

  /** Changes the pipeline; what runs by the old structure ends as Cancelled. */
  update(declaration: PipelineDeclaration): void {
    this.end('The pipeline was changed');
    this.declaration = declaration;
    this.version += 1;
    this.updated = new Date();
    this.gates.clear();
  }

  /** Ends all executions. */
  end(reason: string): void {
    for (const execution of this.executions.filter(({ running }) => running)) {
      execution.abandon('Cancelled', reason);
      this.changed();
    }
  }

  /** Stops an execution: after the actions that run, or at once. */
  stop(execution: Execution, abandon: boolean, reason: string): void {
    const pending = execution.actions.some(({ status }) => status === 'InProgress');
    if (abandon || !pending) execution.abandon('Stopped', reason);
    else execution.become('Stopping', reason);
    this.changed();
  }

  /**
   * Goes on with an execution that failed or was stopped in a stage, from what has not succeeded there or
   * from all of the stage.
   *
   * @throws ServiceError when nothing of the stage has failed, or a newer execution has entered it
   */
  retry(execution: Execution, stageName: string, mode: 'FAILED_ACTIONS' | 'ALL_ACTIONS'): void {
    const stages = execution.pipeline.stages ?? [];
    const index = stages.findIndex(({ name }) => name === stageName);
    const latest = (stages[index]?.actions ?? []).map(
      ({ name }) => execution.latest(stageName, name)?.status,
    );
    const begun = latest.some((status) => status !== undefined);
    const unfinished = begun && latest.some((status) => status !== 'Succeeded');
    if (!['Failed', 'Stopped'].includes(execution.status) || !unfinished) {
      throw new ServiceError(
        'StageNotRetryableException',
        `Stage ${stageName} has not failed in this execution`,
      );
    }
    if (this.version !== execution.version) {
      throw new ServiceError(
        'StageNotRetryableException',
        'The pipeline was changed since; push or start the pipeline again instead',
      );
    }
    if (this.gate(stageName).latest !== execution) {
      throw new ServiceError(
        'NotLatestPipelineExecutionException',
        `Another execution has entered stage ${stageName} since; push or start the pipeline again instead`,
      );
    }
    execution.resume();
    void this.advance(execution, index, mode === 'FAILED_ACTIONS');
  }

  private async advance(execution: Execution, from: number, keepSucceeded = false): Promise<void> {
    const stages = execution.pipeline.stages ?? [];
    for (const [index, stage] of stages.slice(from).entries()) {
      const gate = this.gate(stage.name ?? '');
      if (!(await gate.enter(execution))) break;
      const succeeded = await this.runStage(execution, stage, keepSucceeded && index === 0);
      gate.leave();
      if (!execution.running) break;
      if (execution.status === 'Stopping') execution.become('Stopped', execution.statusSummary);
      else if (!succeeded) execution.become('Failed');
      else continue;
      break;
    }
    if (execution.status === 'InProgress') execution.become('Succeeded');
    this.changed();
  }

  /** Runs a stage: one run order after the other, actions of the same order in parallel. */
  private async runStage(
    execution: Execution,
    stage: StageDeclaration,
    keepSucceeded: boolean,
  ): Promise<boolean> {
    const name = stage.name ?? '';
    const due = (stage.actions ?? []).filter(
      (action) => !(keepSucceeded && execution.latest(name, action.name)?.status === 'Succeeded'),
    );
    for (const together of byRunOrder(due)) {
      const actions = together.map((declaration) => new ActionExecution(execution, name, declaration));
      execution.actions.push(...actions);
      this.changed();
      await Promise.all(actions.map((action) => this.perform(action)));
      if (!execution.running || execution.status === 'Stopping') return false;
      if (actions.some(({ status }) => status !== 'Succeeded')) return false;
    }
    return true;
  }

  private async perform(action: ActionExecution): Promise<void> {
    const { signal } = action.execution.cancellation;
    const cancelled = new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    const work = this.runAction(action).then(
      () => action.status === 'InProgress' && action.end('Succeeded'),
      (error: unknown) => {
        if (action.status !== 'InProgress') return; // abandoned: nobody asks for its result
        const { code, message } = ActionFailure.of(error);
        action.error = { code, message };
        action.end('Failed');
      },
    );
    await Promise.race([work, cancelled]);
    this.changed();
  }

  private changed(): void {
    this.events.emit('change');
  }
}

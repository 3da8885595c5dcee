import { EventEmitter } from 'node:events';
import type { PipelineDeclaration, StageDeclaration, Tag } from '@aws-sdk/client-codepipeline';
import type { ActionExecution } from './action-execution';
import { Execution, Trigger } from './execution';
import { performAction, RunAction } from './perform-action';
import { checkRetryable, RetryMode } from './retry';
import { byRunOrder } from './run-order';
import { StageGate } from './stage-gate';
import { StageRun } from './stage-run';
import { startOptions, StartOptions } from './start-options';

/** A pipeline and its executions, by the rules of CodePipeline in SUPERSEDED mode. */
export class Pipeline {
  readonly created = new Date();
  updated = new Date();
  version = 1;

  /** Newest first. */
  readonly executions: Execution[] = [];

  /** As it was in each of its versions. */
  private readonly versions: PipelineDeclaration[];

  private readonly gates = new Map<string, StageGate>();

  /** Stages as executions run them just now. */
  private readonly runs = new Map<Execution, StageRun>();

  constructor(
    public declaration: PipelineDeclaration,
    private readonly runAction: RunAction,
    private readonly events: EventEmitter,
    public tags: readonly Tag[] = [],
  ) {
    this.versions = [declaration];
  }

  versionOf(version: number): PipelineDeclaration | undefined {
    return this.versions[version - 1];
  }

  gate(stageName: string): StageGate {
    const gate = this.gates.get(stageName) ?? new StageGate();
    this.gates.set(stageName, gate);
    return gate;
  }

  start(trigger: Trigger, options: StartOptions = startOptions(this.declaration)): Execution {
    const execution = new Execution(this.declaration, this.version, trigger, options);
    this.executions.unshift(execution);
    void this.advance(execution, 0);
    return execution;
  }

  /** Changes the pipeline; what runs by the old structure ends as Cancelled. */
  update(declaration: PipelineDeclaration): void {
    for (const execution of this.running()) execution.cancel('The pipeline was changed');
    this.declaration = declaration;
    this.version = this.versions.push(declaration);
    this.updated = new Date();
    this.changed();
  }

  /** Ends all executions, with all that they run. */
  end(reason: string): void {
    for (const execution of this.running()) execution.abandon('Cancelled', reason);
    // What an update has left to be completed.
    for (const execution of this.executions) execution.abandonActions();
    this.changed();
  }

  /** Stops an execution: after the actions that run, or at once. */
  stop(execution: Execution, abandon: boolean, reason: string): void {
    execution.stopReason = reason;
    const pending = execution.actions.some(({ status }) => status === 'InProgress');
    if (abandon || !pending) execution.abandon('Stopped', reason);
    else execution.become('Stopping', reason);
    this.changed();
  }

  /**
   * Goes on with an execution from what has not succeeded in a stage, or from all of the stage.
   *
   * @throws ServiceError as {@link checkRetryable} does
   */
  retry(execution: Execution, stageName: string, mode: RetryMode): void {
    checkRetryable(this, execution, stageName, mode);
    const run = this.runs.get(execution);
    if (run) return run.retryFailed();
    const index = (execution.pipeline.stages ?? []).findIndex(({ name }) => name === stageName);
    execution.resume();
    void this.advance(execution, index, mode === 'FAILED_ACTIONS');
  }

  private running(): Execution[] {
    return this.executions.filter(({ running }) => running);
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
      const run = new StageRun(execution, name, (action) => this.perform(execution, action));
      this.runs.set(execution, run);
      for (const declaration of together) run.begin(declaration);
      await run.ended();
      this.runs.delete(execution);
      if (execution.status !== 'InProgress') return false;
      if (together.some((action) => execution.latest(name, action.name)?.status !== 'Succeeded'))
        return false;
    }
    return true;
  }

  private async perform(execution: Execution, action: ActionExecution): Promise<void> {
    this.changed();
    await performAction(execution, action, this.runAction);
    this.changed();
  }

  private changed(): void {
    this.events.emit('change');
  }
}

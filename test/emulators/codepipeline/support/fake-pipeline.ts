import { EventEmitter } from 'node:events';
import type { ActionDeclaration, PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import { setImmediate as turn } from 'node:timers/promises';
import { ActionFailure } from '../../../../emulators/codepipeline/execution/action-failure';
import type { ActionExecution } from '../../../../emulators/codepipeline/execution/action-execution';
import type { Execution } from '../../../../emulators/codepipeline/execution/execution';
import { Pipeline } from '../../../../emulators/codepipeline/execution/pipeline';

/** What starts the executions of a test. */
const TRIGGER = { triggerType: 'StartPipelineExecution', triggerDetail: 'a test' } as const;

/** Stages by their names, each with its actions; `name:2` is one of run order 2, `approve…` an approval. */
export type Stages = Readonly<Record<string, readonly string[]>>;

/** A pipeline whose actions end when a test says so. */
export class FakePipeline {
  readonly events = new EventEmitter();
  readonly pipeline: Pipeline;

  /** Names of the actions, in the order in which they began. */
  readonly begun: string[] = [];

  private readonly running: { action: ActionExecution; end: (failure?: string) => void }[] = [];

  constructor(stages: Stages) {
    this.pipeline = new Pipeline(declare(stages), (_, action) => this.run(action), this.events);
  }

  async start(): Promise<Execution> {
    const execution = this.pipeline.start(TRIGGER);
    await settle();
    return execution;
  }

  /** Ends the action of that name that began first, well or with a failure. */
  async end(name: string, failure?: string): Promise<void> {
    const index = this.running.findIndex(({ action }) => action.declaration.name === name);
    if (index < 0) throw new Error(`${name} does not run, expected one of ${this.names().join(', ')}`);
    this.running.splice(index, 1)[0].end(failure);
    await settle();
  }

  /** Names of the actions that have not ended yet. */
  names(): string[] {
    return this.running.map(({ action }) => action.declaration.name ?? '');
  }

  private run(action: ActionExecution): Promise<void> {
    this.begun.push(action.declaration.name ?? '');
    return new Promise((resolve, reject) => {
      const end = (failure?: string) =>
        failure ? reject(new ActionFailure('JobFailed', failure)) : resolve();
      this.running.push({ action, end });
    });
  }
}

/** A structure with those stages. */
export function declare(stages: Stages): PipelineDeclaration {
  return {
    name: 'pipeline',
    roleArn: 'arn:aws:iam::123456789012:role/pipeline',
    artifactStore: { type: 'S3', location: 'bucket' },
    stages: Object.entries(stages).map(([name, actions]) => ({ name, actions: actions.map(declareAction) })),
  };
}

function declareAction(action: string): ActionDeclaration {
  const [name, order] = action.split(':');
  const kind = name.startsWith('approve')
    ? ({ category: 'Approval', provider: 'Manual' } as const)
    : ({ category: 'Build', provider: 'CodeBuild' } as const);
  const actionTypeId = { ...kind, owner: 'AWS', version: '1' } as const;
  return { name, actionTypeId, ...(order && { runOrder: Number(order) }) };
}

/** Lets everything that is due happen. */
export async function settle(): Promise<void> {
  for (let turns = 0; turns < 5; turns++) await turn();
}

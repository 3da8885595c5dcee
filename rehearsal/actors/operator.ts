import { RetryStageExecutionCommand } from '@aws-sdk/client-codepipeline';
import distribution from '../../distribution.config';
import { PIPELINE_STACK } from '../../lib/names';
import { Credentials, LocalAccount } from '../../emulators/account/local-account';
import { failureOf } from '../observe/pipeline/follow-execution';
import { Pipeline } from '../observe/pipeline/pipeline';
import { Progress } from '../runner/progress';
import { RehearsalDirectory } from '../runner/directory/rehearsal-directory';
import { CommandLine } from './command-line';
import { completePendingConnection } from './pending-connection';

/** Timeout for `npm run connect` to notice that the connection is available. */
const MAX_SECONDS = 120;

/** Deploys the pipeline, and does with the documented commands what it needs on a bad day. */
export class Operator {
  readonly commands: CommandLine;

  /** The pipeline as the operator sees it. */
  readonly pipeline: Pipeline;

  constructor(
    private readonly account: LocalAccount,
    readonly credentials: Credentials,
    private readonly directory: RehearsalDirectory,
    private readonly progress: Progress,
  ) {
    this.commands = new CommandLine({ account, credentials, directory });
    this.pipeline = new Pipeline(account, credentials, distribution.name);
  }

  /** The same commands in the tree that is rehearsed, which may differ from the checkout by now. */
  get commandsInWorkTree(): CommandLine {
    return this.commands.with({ cwd: this.directory.workTree });
  }

  /** `npx cdk deploy PipelineStack`. @param commands Where it is run. @default - in the checkout */
  async deployPipeline(commands = this.commands): Promise<void> {
    await this.progress.step(`npx cdk deploy ${PIPELINE_STACK}`, () => commands.deploy(PIPELINE_STACK));
  }

  /** `npx cdk deploy` of the rehearsed tree. */
  async deploy(...args: string[]): Promise<void> {
    await this.progress.step(`npx cdk deploy ${args.join(' ')}`, () =>
      this.commandsInWorkTree.deploy(...args),
    );
  }

  /** A new pipeline starts by itself, and fails, for it cannot read its repository yet; returns what it says. */
  seeSourceFail(): Promise<string> {
    const title = distribution.source.connectionArn
      ? 'The first execution fails, as nothing has been pushed yet'
      : 'The first execution fails at the pending connection, as on AWS';
    return this.progress.step(title, async () =>
      failureOf(this.pipeline, await this.pipeline.executionAfter(undefined)),
    );
  }

  /** Completes the pending connection, unless the configuration gives a connection that is complete already. */
  async completePendingConnection(): Promise<void> {
    if (distribution.source.connectionArn) return;
    await this.progress.step('The operator completes the pending connection', () =>
      completePendingConnection(this.account, this.credentials),
    );
  }

  /** `npm run connect`, until it waits for the connection; `done` is what it has said in the end. */
  connect(): Promise<{ readonly done: Promise<string> }> {
    return this.progress.step('npm run connect', async (display) => {
      let done = Promise.resolve('');
      const waits = new Promise<void>((resolve) => {
        const onOutput = (text: string) => {
          for (const line of text.split('\n')) display.line(line);
          if (text.includes('Waiting')) resolve();
        };
        const options = { onOutput, maxSeconds: MAX_SECONDS };
        done = this.commands.run('npm', ['run', '--silent', 'connect'], options);
      });
      // Whoever waits for it hears of its failure, even if that comes before they do.
      done.catch(() => undefined);
      await Promise.race([waits, done]);
      return { done };
    });
  }

  /** `npm run adopt`, in the rehearsed tree. */
  async adopt(...stacks: string[]): Promise<void> {
    await this.progress.step(`npm run adopt -- ${stacks.join(' ')}`, () =>
      this.commandsInWorkTree.npm('adopt', ...stacks),
    );
  }

  /** `npm run status`; returns what it says. */
  status(): Promise<string> {
    return this.progress.step('npm run status', () => this.commands.npm('status'));
  }

  /** `npm run registries`; returns what it prints. */
  registries(imageName: string): Promise<string> {
    return this.commands.npm('registries', imageName);
  }

  /** `npm run access-policy`; returns what it prints. */
  accessPolicy(people: 'developers' | 'end-users' | 'approvers'): Promise<string> {
    return this.commands.npm('access-policy', people);
  }

  /** Tries the failed actions of a stage again, where the execution of a commit failed in it. */
  async retry(commit: string, stage: string): Promise<void> {
    await this.progress.step(`Retry ${stage}`, async () =>
      this.retryExecution(await this.pipeline.executionOf(commit), stage),
    );
  }

  /** The same for an execution, in whichever of the pipeline's stages for it the actions are. */
  async retryExecution(pipelineExecutionId: string, stage: string): Promise<void> {
    const { client, pipelineName } = this.pipeline;
    const failed = (await this.pipeline.stagesOf(stage)).find(
      ({ latestExecution }) => latestExecution?.status === 'Failed',
    );
    const retry = { pipelineName, pipelineExecutionId, stageName: failed?.stageName };
    await client.send(new RetryStageExecutionCommand({ ...retry, retryMode: 'FAILED_ACTIONS' }));
  }
}

import { randomBytes } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BatchGetBuildsInput, StartBuildInput, StopBuildInput } from '@aws-sdk/client-codebuild';
import { cloudFormationRunner } from './actions/cloudformation';
import { codeBuildRunner } from './actions/codebuild';
import { ManualApprovals } from './actions/manual-approval';
import { sourceRunner } from './actions/source';
import type { ServiceAccess } from './aws/aws-access';
import { BuildService } from './builds/build-service';
import type { Caller } from './server/caller';
import { checkRequest } from './api/check-request';
import { Clock } from './clock';
import { dispatch, Services } from './server/dispatch';
import { ExecutionOperations } from './operations/execution-operations';
import { History } from './views/history';
import { HistoryOperations } from './operations/history-operations';
import { serve } from './server/http-server';
import { Pipeline } from './execution/pipeline';
import { MakePipeline, PipelineOperations } from './operations/pipeline-operations';
import type { FindRepository } from './source/git';
import { PushTrigger } from './source/push-trigger';
import type { RunAction } from './execution/perform-action';
import { runUnderRole } from './actions/run-under-role';
import { ServiceError } from './server/service-error';
import { StateChanges } from './views/state-changes';

const POLL_MILLISECONDS = 250;

export interface LocalCodePipelineProps {
  /** Where logs, scratch folders and npm's cache lie. */
  readonly directory: string;

  /** Where the history of all executions is kept, one folder for each pipeline; it outlives the service. */
  readonly history: string;

  /**
   * The time by which approvals wait.
   *
   * @default - the machine's own
   */
  readonly clock?: Clock;

  /** Finds the git repository that stands for one on GitHub, given as `owner/name`. */
  readonly repository: FindRepository;
}

/** CodePipeline, and the builds of CodeBuild, for one account on this machine. */
export class LocalCodePipeline {
  static async listen(props: LocalCodePipelineProps): Promise<LocalCodePipeline> {
    const local = new LocalCodePipeline(props);
    local.server.listen(0, '127.0.0.1');
    await once(local.server, 'listening');
    return local;
  }

  /** Emits `change` whenever an execution or an action has changed. */
  readonly events = new EventEmitter();

  /** What the account has to show with each call. */
  readonly secret = randomBytes(24).toString('hex');

  private readonly server: Server;
  private readonly pipelines = new Map<string, Pipeline>();
  private readonly builds: BuildService;
  private readonly trigger: PushTrigger;
  private account?: ServiceAccess;
  private readonly stateChanges = new StateChanges();

  /** What EventBridge is told, one event after the other. */
  private telling = Promise.resolve();

  private constructor(props: LocalCodePipelineProps) {
    const approvals = new ManualApprovals(props.clock ?? new Clock());
    this.builds = new BuildService(props.directory);
    const runners = {
      CodeStarSourceConnection: sourceRunner(props.repository),
      CodeBuild: codeBuildRunner(this.builds),
      CloudFormation: cloudFormationRunner,
      Manual: approvals.runner,
    };
    const runAction: RunAction = async (execution, action) =>
      runUnderRole(runners, this.connected(), execution, action);
    const history = new History(props.history);
    this.events.on('change', () => history.write());
    this.events.on('change', () => this.tellEventBridge());
    const makePipeline: MakePipeline = (declaration, tags) =>
      history.keep(new Pipeline(declaration, runAction, this.events, tags));
    this.trigger = new PushTrigger(this.pipelines, props.repository);
    const services = this.services(this.pipelines, makePipeline, approvals, this.builds);
    // Nothing of an account is seen from another one, nor anything of a region.
    const elsewhere = this.services(new Map(), refuseToMake, approvals, new BuildService(props.directory));
    this.server = serve(this.secret, (target, request, caller) => {
      checkRequest(target, request);
      return dispatch(this.isElsewhere(caller) ? elsewhere : services, target, request, caller);
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  /** The account in which pipelines run. */
  connect(account: ServiceAccess): void {
    this.account = account;
    this.trigger.watch(account, POLL_MILLISECONDS);
  }

  /** Path of the log of a build, by its id. */
  buildLog(buildId: string): string {
    const build = this.builds.builds.get(buildId);
    if (!build) throw new Error(`there is no build ${buildId}; ListActionExecutions gives the ids of builds`);
    return build.logFile;
  }

  /** Ends everything that runs, builds with all their processes. */
  async close(): Promise<void> {
    this.trigger.close();
    for (const pipeline of this.pipelines.values()) pipeline.end('The service was closed');
    await this.builds.close();
    await this.telling;
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private services(
    pipelines: Map<string, Pipeline>,
    makePipeline: MakePipeline,
    approvals: ManualApprovals,
    builds: BuildService,
  ): Services {
    return {
      CodePipeline_20150709: [
        new PipelineOperations(pipelines, makePipeline),
        new HistoryOperations(pipelines),
        new ExecutionOperations(pipelines, approvals),
      ],
      CodeBuild_20161006: [
        {
          StartBuild: (request: StartBuildInput) => builds.start(this.connected(), request),
          BatchGetBuilds: (request: BatchGetBuildsInput) => builds.get(request),
          StopBuild: (request: StopBuildInput) => builds.stop(request),
        },
      ],
    };
  }

  private tellEventBridge(): void {
    const { account } = this;
    if (!account) return;
    for (const pipeline of this.pipelines.values()) {
      for (const event of this.stateChanges.of(pipeline, account)) {
        // Best effort, as on AWS: an account that is gone is told nothing more.
        this.telling = this.telling.then(() => account.tellEventBridge(event)).catch(() => undefined);
      }
    }
  }

  private isElsewhere({ accountId, region }: Caller): boolean {
    const { account } = this;
    return account !== undefined && (accountId !== account.accountId || region !== account.region);
  }

  private connected(): ServiceAccess {
    if (!this.account)
      throw new ServiceError(
        'ServiceUnavailableException',
        'No account is connected yet: call connect() first',
      );
    return this.account;
  }
}

const refuseToMake: MakePipeline = () => {
  throw new ServiceError(
    'InvalidStructureException',
    'Pipelines run in one account and region only here: create it there',
  );
};

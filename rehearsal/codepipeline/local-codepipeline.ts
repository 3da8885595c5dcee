import { randomBytes } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BatchGetBuildsInput, StartBuildInput, StopBuildInput } from '@aws-sdk/client-codebuild';
import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import { ActionFailure } from './action-failure';
import type { ActionRunner } from './action-runner';
import { cloudFormationRunner } from './actions/cloudformation';
import { codeBuildRunner } from './actions/codebuild';
import { ManualApprovals } from './actions/manual-approval';
import { FindRepository, sourceRunner } from './actions/source';
import { ArtifactStore } from './artifacts';
import { assumeAsService, assumeRole } from './assume-role';
import type { AwsAccess } from './aws-access';
import { BuildService } from './builds/build-service';
import { dispatch, Services } from './dispatch';
import type { ActionExecution } from './execution';
import { ExecutionOperations } from './execution-operations';
import { serve } from './http-server';
import { Pipeline } from './pipeline';
import { PipelineOperations } from './pipeline-operations';
import { PushTrigger } from './push-trigger';
import { ServiceError } from './service-error';
import { resolveConfiguration } from './variables';

const POLL_MILLISECONDS = 250;

export interface LocalCodePipelineProps {
  /** Where logs, scratch folders and npm's cache lie. */
  readonly directory: string;

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
  private readonly runners: Readonly<Record<string, ActionRunner>>;
  private account?: AwsAccess;

  private constructor(props: LocalCodePipelineProps) {
    const approvals = new ManualApprovals();
    this.builds = new BuildService(props.directory);
    this.runners = {
      CodeStarSourceConnection: sourceRunner(props.repository),
      CodeBuild: codeBuildRunner(this.builds),
      CloudFormation: cloudFormationRunner,
      Manual: approvals.runner,
    };
    const runAction = (action: ActionExecution) => this.runAction(action);
    const makePipeline = (declaration: PipelineDeclaration) =>
      new Pipeline(declaration, runAction, this.events);
    this.trigger = new PushTrigger(this.pipelines, props.repository);
    const services: Services = {
      CodePipeline_20150709: [
        new PipelineOperations(this.pipelines, makePipeline),
        new ExecutionOperations(this.pipelines, approvals),
      ],
      CodeBuild_20161006: [
        {
          StartBuild: (request: StartBuildInput) => this.builds.start(this.connected(), request),
          BatchGetBuilds: (request: BatchGetBuildsInput) => this.builds.get(request),
          StopBuild: (request: StopBuildInput) => this.builds.stop(request),
        },
      ],
    };
    this.server = serve(this.secret, (...call) => dispatch(services, ...call));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  /** The account in which pipelines run. */
  connect(account: AwsAccess): void {
    this.account = account;
    this.trigger.watch(account, POLL_MILLISECONDS);
  }

  /** Path of the log of a build, by its id. */
  buildLog(buildId: string): string {
    const build = this.builds.builds.get(buildId);
    if (!build) throw new Error(`there is no build ${buildId}`);
    return build.logFile;
  }

  /** Ends everything that runs, builds with all their processes. */
  async close(): Promise<void> {
    this.trigger.close();
    for (const pipeline of this.pipelines.values()) pipeline.end('The service was closed');
    await this.builds.close();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Runs an action under its own role, which the pipeline's role assumes, or under the pipeline's role. */
  private async runAction(action: ActionExecution): Promise<void> {
    const { declaration, execution } = action;
    const { name = '', roleArn = '' } = execution.pipeline;
    const account = this.connected();
    const runner = this.runners[declaration.actionTypeId?.provider ?? ''];
    // Of this run: a retry has a signal of its own.
    const { signal } = execution.cancellation;
    const configuration = resolveConfiguration(declaration.configuration ?? {}, execution.variables);
    action.resolvedConfiguration = configuration;
    const pipelineRole = await assumeAsService(account, 'codepipeline.amazonaws.com', roleArn, name);
    const credentials = declaration.roleArn
      ? await assumeRole(account, pipelineRole, declaration.roleArn, execution.id).catch((error: Error) => {
          throw new ActionFailure(
            'PermissionError',
            `CodePipeline is not authorized to perform AssumeRole on role ${declaration.roleArn}: ${error.message}`,
          );
        })
      : pipelineRole;
    if (signal.aborted) return;
    const artifacts = new ArtifactStore(account, execution);
    await runner({ account, action, artifacts, configuration, credentials, signal });
    if (declaration.namespace) execution.variables.set(declaration.namespace, action.outputVariables);
  }

  private connected(): AwsAccess {
    if (!this.account) throw new ServiceError('ServiceUnavailableException', 'no account is connected yet');
    return this.account;
  }
}

import { randomBytes } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { StartBuildInput } from '@aws-sdk/client-codebuild';
import { ActionFailure } from './action-failure';
import type { ActionRunner } from './action-runner';
import { cloudFormationRunner } from './actions/cloudformation';
import { codeBuildRunner } from './actions/codebuild';
import { ManualApprovals } from './actions/manual-approval';
import { FindRepository, sourceRunner } from './actions/source';
import { Caller, CodePipelineApi } from './api';
import { ArtifactStore } from './artifacts';
import { assumeAsService, assumeRole } from './assume-role';
import type { AwsAccess } from './aws-access';
import { BuildService } from './builds/build-service';
import type { ActionExecution } from './execution';
import { serve } from './http-server';
import { Pipeline } from './pipeline';
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
  private readonly api: CodePipelineApi;
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
    this.api = new CodePipelineApi(
      (declaration) => new Pipeline(declaration, runAction, this.events),
      approvals,
    );
    this.trigger = new PushTrigger(this.api.pipelines, props.repository);
    this.server = serve(this.secret, (service, operation, request, caller) =>
      this.dispatch(service, operation, request, caller),
    );
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
    for (const pipeline of this.api.pipelines.values()) pipeline.end('The service was closed');
    await this.builds.close();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private dispatch(service: string, operation: string, request: object, caller: Caller): object {
    if (service === 'CodeBuild_20161006') return this.build(operation, request);
    const operations = this.api as unknown as Record<string, (request: object, caller: Caller) => object>;
    if (!/^[A-Z]/.test(operation) || typeof operations[operation] !== 'function') {
      throw new ServiceError('UnknownOperationException', `${service} has no operation ${operation} here`);
    }
    return operations[operation](request, caller);
  }

  private build(operation: string, request: object): object {
    if (operation === 'StartBuild') return this.builds.start(this.connected(), request as StartBuildInput);
    if (operation === 'BatchGetBuilds') return this.builds.get(request as { ids: string[] });
    return this.builds.stop(request as { id: string });
  }

  /** Runs an action under its own role, which the pipeline's role assumes, or under the pipeline's role. */
  private async runAction(action: ActionExecution): Promise<void> {
    const { declaration, execution } = action;
    const { name = '', roleArn = '' } = execution.pipeline;
    const account = this.connected();
    const runner = this.runners[declaration.actionTypeId?.provider ?? ''];
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
    const { signal } = execution.cancellation;
    const artifacts = new ArtifactStore(account, execution);
    await runner({ account, action, artifacts, configuration, credentials, signal });
    if (declaration.namespace) execution.variables.set(declaration.namespace, action.outputVariables);
  }

  private connected(): AwsAccess {
    if (!this.account) throw new ServiceError('ServiceUnavailableException', 'no account is connected yet');
    return this.account;
  }
}

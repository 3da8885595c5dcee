import type {
  BatchGetBuildsInput,
  BatchGetBuildsOutput,
  Build as BuildDescription,
  StartBuildInput,
  StopBuildInput,
} from '@aws-sdk/client-codebuild';
import type { AwsAccess } from '../aws/aws-access';
import { ServiceError } from '../server/service-error';
import { Build, BuildJob } from './build';

/** The part of CodeBuild's API that runs builds. */
export class BuildService {
  readonly builds = new Map<string, Build>();

  private readonly jobs = new Map<string, BuildJob>();

  /** Builds by the tokens of the calls that started them: a call that is repeated starts no second one. */
  private readonly started = new Map<string, Build>();

  /** Kept once the build of an id has ended; its folder may still be there. */
  private readonly ends = new Map<string, Promise<void>>();

  /** Kept once the packages of a build that has ended are removed. */
  private readonly removals = new Set<Promise<void>>();
  private closed = false;

  constructor(private readonly directory: string) {}

  /** Keeps what a pipeline's action hands to the build that it is about to start, under a token for the call. */
  prepare(token: string, job: BuildJob): void {
    this.jobs.set(token, job);
  }

  start(account: AwsAccess, request: StartBuildInput): { build: BuildDescription } {
    const { idempotencyToken: token = '' } = request;
    const earlier = this.started.get(token);
    if (earlier) return { build: describe(earlier) };
    if (this.closed)
      throw new ServiceError(
        'AccountLimitExceededException',
        'The service is closing and starts no more builds',
      );
    const job = this.jobs.get(token);
    if (!request.projectName || !job) {
      throw new ServiceError(
        'InvalidInputException',
        'Only an action of a pipeline can start a build here: start the pipeline instead',
      );
    }
    const { environmentVariablesOverride: overrides = [], projectName } = request;
    const build = new Build({ account, directory: this.directory, projectName, overrides, job });
    this.builds.set(build.id, build);
    this.started.set(token, build);
    this.jobs.delete(token);
    const ended = build.run();
    this.ends.set(build.id, ended);
    // What waits for the build does not wait for thousands of files to be removed.
    const removed = ended.then(() => build.removePackages()).finally(() => this.removals.delete(removed));
    this.removals.add(removed);
    return { build: describe(build) };
  }

  get({ ids = [] }: BatchGetBuildsInput): BatchGetBuildsOutput {
    const found = ids.flatMap((id) => this.builds.get(id) ?? []);
    return { builds: found.map(describe), buildsNotFound: ids.filter((id) => !this.builds.has(id)) };
  }

  stop({ id = '' }: StopBuildInput): { build: BuildDescription } {
    const build = this.builds.get(id);
    if (!build) throw new ServiceError('ResourceNotFoundException', `Build ${id} could not be found`);
    build.stop();
    return { build: describe(build) };
  }

  /** Waits for the end of a build. */
  async ended(id: string): Promise<void> {
    await this.ends.get(id);
  }

  /** Ends all builds that run, and waits until nothing of them is left; none is started any more. */
  async close(): Promise<void> {
    this.closed = true;
    for (const build of this.builds.values()) build.stop();
    await Promise.all(this.removals);
    for (const build of this.builds.values()) await build.removeAll();
  }
}

function describe(build: Build): BuildDescription {
  return {
    id: build.id,
    arn: build.arn,
    projectName: build.id.split(':')[0],
    buildStatus: build.status,
    buildComplete: build.endTime !== undefined,
    startTime: build.startTime,
    endTime: build.endTime,
    exportedEnvironmentVariables: Object.entries(build.exported).map(([name, value]) => ({ name, value })),
    phases: build.failure ? [{ phaseStatus: 'FAILED', contexts: [{ message: build.failure }] }] : [],
  };
}

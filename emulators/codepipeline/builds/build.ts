import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import type { EnvironmentVariable } from '@aws-sdk/client-codebuild';
import { ActionFailure } from '../execution/action-failure';
import type { ArtifactStore } from '../artifacts/artifact-store';
import { assumeAsService } from '../aws/assume-role';
import type { AwsAccess, Credentials } from '../aws/aws-access';
import { unzip } from '../artifacts/zip';
import { buildEnvironment } from './build-environment';
import { findProject, readBuildspec } from './build-project';
import { readExported, readFailure, uploadOutputs } from './build-results';
import { buildScript } from './build-script';
import { BuildShell } from './build-shell';
import { BuildLog } from './build-log';
import { npmSettings } from './npm/npm-settings';
import { putNpmWrapper } from './npm/put-npm-wrapper';

const MINUTE = 60_000;
const DEFAULT_MINUTES = 60;

/** What a pipeline hands to a build, beside what the project says. */
export interface BuildJob {
  readonly artifacts: ArtifactStore;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly pipelineName: string;

  /** Commit that the pipeline's source took. @default - none was taken */
  readonly sourceVersion?: string;
}

export interface BuildProps {
  readonly account: AwsAccess;
  readonly directory: string;
  readonly projectName: string;
  readonly overrides: readonly EnvironmentVariable[];
  readonly job: BuildJob;
}

/** One build of a CodeBuild project, run on this machine under the project's service role. */
export class Build {
  readonly id: string;
  readonly arn: string;
  readonly logFile: string;
  readonly startTime = new Date();
  endTime?: Date;
  status: 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED' | 'STOPPED' | 'TIMED_OUT' = 'IN_PROGRESS';

  /** Phase, code and message of the failure. */
  failure?: string;

  /** Variables that the buildspec exports. */
  exported: Readonly<Record<string, string>> = {};

  private readonly shell = new BuildShell();

  constructor(private readonly props: BuildProps) {
    const { account, directory, projectName } = props;
    this.id = `${projectName}:${randomUUID()}`;
    this.arn = `arn:aws:codebuild:${account.region}:${account.accountId}:build/${this.id}`;
    this.logFile = path.join(directory, 'logs', 'builds', `${this.id.replace(':', '-')}.log`);
  }

  get folder(): string {
    return path.join(this.props.directory, 'builds', this.id.split(':')[1]);
  }

  /** Runs it to its end; a failure is told by its status. */
  async run(): Promise<void> {
    try {
      await fs.mkdir(path.dirname(this.logFile), { recursive: true });
      await fs.writeFile(this.logFile, '');
      await this.perform();
      if (this.status === 'IN_PROGRESS') this.status = 'SUCCEEDED';
    } catch (error) {
      this.failure = (error as Error).message;
      if (this.status === 'IN_PROGRESS') this.status = 'FAILED';
      // A disk that takes no more must not keep the failure from being told: the API has it as well.
      await fs.appendFile(this.logFile, `[Container] ${this.failure}\n`).catch(() => undefined);
    }
    this.endTime = new Date();
  }

  /**
   * Removes what a build that has ended had installed: nearly all that it takes of the disk.
   *
   * The rest stays until all builds have ended: where files were deleted, ext4 looks at each of their inodes before it
   * creates another one nearby, for minutes (`recently_deleted` in fs/ext4/ialloc.c), and a checkout has a thousand.
   */
  async removePackages(): Promise<void> {
    for (const installed of ['src/node_modules', 'npm-prefix'])
      await remove(path.join(this.folder, installed));
  }

  /** Removes the scratch folder, once no build is to come. */
  async removeAll(): Promise<void> {
    await remove(this.folder);
  }

  /** Ends the build with all the processes that it started. */
  stop(status: 'STOPPED' | 'TIMED_OUT' = 'STOPPED'): void {
    if (this.status !== 'IN_PROGRESS') return;
    this.status = status;
    this.shell.kill();
  }

  private async perform(): Promise<void> {
    const { account, job, overrides, projectName, directory } = this.props;
    const project = await findProject(account, projectName);
    const credentials = await assumeAsService(
      account,
      'codebuild.amazonaws.com',
      project.serviceRole ?? '',
      this.id.replace(':', '-'),
    );
    const log = await BuildLog.open({ account, credentials, project, buildArn: this.arn });
    const source = path.join(this.folder, 'src');
    for (const name of ['home', 'tmp', 'npm-prefix', 'src'])
      await fs.mkdir(path.join(this.folder, name), { recursive: true });
    await this.download(source, credentials);
    const spec = await readBuildspec(project, source);
    const npmWrapper = path.join(this.folder, 'npm-wrapper');
    await putNpmWrapper(npmWrapper);
    const environment = buildEnvironment({
      account,
      credentials,
      project,
      spec,
      overrides,
      source,
      pipelineName: job.pipelineName,
      sourceVersion: job.sourceVersion,
      buildId: this.id,
      buildArn: this.arn,
      folder: this.folder,
      npmCache: path.join(directory, 'npm-cache'),
      npmWrapper,
    });
    for (const input of job.inputs.slice(1))
      environment[`CODEBUILD_SRC_DIR_${input}`] = path.join(this.folder, 'inputs', input);
    const succeeded = await this.runShell(buildScript(spec), source, environment, project.timeoutInMinutes);
    await log.write(this.logFile);
    if (!succeeded) throw new ActionFailure('JobFailed', await this.whyItFailed(environment.BUILD_FAILURE));
    this.exported = await readExported(environment.BUILD_EXPORTS);
    const { artifacts, outputs } = job;
    await uploadOutputs({ spec, outputs, source, artifacts, credentials });
  }

  private async download(source: string, credentials: Credentials): Promise<void> {
    const { artifacts, inputs } = this.props.job;
    for (const [index, input] of inputs.entries()) {
      const target = index === 0 ? source : path.join(this.folder, 'inputs', input);
      const archive = await artifacts.get(artifacts.location(input), credentials).catch((error: unknown) => {
        const { code, message } = ActionFailure.of(error);
        throw new ActionFailure(code, `Phase: DOWNLOAD_SOURCE, Code: CLIENT_ERROR, Message: ${message}`);
      });
      await unzip(archive, target);
    }
  }

  private async runShell(
    script: string,
    cwd: string,
    env: Record<string, string>,
    minutes = DEFAULT_MINUTES,
  ) {
    const timer = setTimeout(() => this.stop('TIMED_OUT'), minutes * MINUTE);
    try {
      return await this.shell.run(script, {
        cwd,
        env,
        logFile: this.logFile,
        npmSettings: await npmSettings(),
      });
    } finally {
      clearTimeout(timer);
    }
  }

  private async whyItFailed(file: string): Promise<string> {
    if (this.status === 'STOPPED') return 'Message: the build was stopped';
    if (this.status === 'TIMED_OUT') return 'Code: BUILD_TIMED_OUT, Message: Build has timed out.';
    return readFailure(file);
  }
}

async function remove(target: string): Promise<void> {
  await fs.rm(target, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
}

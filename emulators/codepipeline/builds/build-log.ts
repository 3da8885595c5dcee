import * as fs from 'node:fs/promises';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Project } from '@aws-sdk/client-codebuild';
import { ActionFailure } from '../execution/action-failure';
import type { AwsAccess, Credentials } from '../aws/aws-access';

const BATCH = 1000;

export interface BuildLogProps {
  readonly account: AwsAccess;
  readonly credentials: Credentials;
  readonly project: Project;
  readonly buildArn: string;
}

/**
 * A build's log in CloudWatch Logs, written under the build's own role, as CodeBuild does.
 *
 * It is in the group that the project names ("CloudWatchLogsConfig", AWS CodeBuild API Reference), else in one that is
 * called after the project. A group that is there already is not made, which needs no permission.
 */
export class BuildLog {
  /** @throws ActionFailure when the role may not, which fails a build on AWS, too (aws/aws-cdk #12179) */
  static async open({ account, credentials, project, buildArn }: BuildLogProps): Promise<BuildLog> {
    const { groupName, streamName, status = 'ENABLED' } = project.logsConfig?.cloudWatchLogs ?? {};
    const logGroupName = groupName ?? `/aws/codebuild/${project.name}`;
    const logStreamName = [streamName, buildArn.split(':').at(-1)].filter(Boolean).join('/');
    const client = new CloudWatchLogsClient(account.sdk(credentials));
    const log = new BuildLog(client, logGroupName, logStreamName, status === 'ENABLED');
    await log.createStream().catch((error: Error) => {
      throw new ActionFailure(
        'PermissionError',
        `Phase: SUBMITTED, Code: ACCESS_DENIED, Message: Service role ${project.serviceRole} does not allow AWS CodeBuild to create Amazon CloudWatch Logs log streams for build ${buildArn}. Error message: ${error.message}`,
      );
    });
    return log;
  }

  private constructor(
    private readonly client: CloudWatchLogsClient,
    private readonly logGroupName: string,
    private readonly logStreamName: string,
    private readonly isOn: boolean,
  ) {}

  /** A role that may make the stream and not write to it costs the log; the log file then says what is missing. */
  async write(logFile: string): Promise<void> {
    if (!this.isOn) return;
    const { logGroupName, logStreamName } = this;
    const lines = (await fs.readFile(logFile, 'utf8')).split('\n').filter(Boolean);
    const timestamp = Date.now();
    try {
      for (let from = 0; from < lines.length; from += BATCH) {
        const logEvents = lines.slice(from, from + BATCH).map((message) => ({ timestamp, message }));
        await this.client.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
      }
    } catch (error) {
      const { message } = error as Error;
      await fs.appendFile(logFile, `[Container] CloudWatch Logs has no copy of this: ${message}\n`);
    }
  }

  private async createStream(): Promise<void> {
    if (!this.isOn) return;
    const { logGroupName, logStreamName } = this;
    const create = new CreateLogStreamCommand({ logGroupName, logStreamName });
    await this.client.send(create).catch(async (error: Error) => {
      if (!(error instanceof ResourceNotFoundException)) throw error;
      await this.client.send(new CreateLogGroupCommand({ logGroupName }));
      await this.client.send(create);
    });
  }
}

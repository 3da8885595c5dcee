import * as fs from 'node:fs/promises';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
  ResourceAlreadyExistsException,
} from '@aws-sdk/client-cloudwatch-logs';
import type { AwsAccess, Credentials } from '../aws-access';

const BATCH = 1000;

export interface BuildLogProps {
  readonly account: AwsAccess;
  readonly credentials: Credentials;
  readonly projectName: string;
  readonly stream: string;
  readonly logFile: string;
}

/**
 * Writes a build's log to CloudWatch Logs under the build's own role, as CodeBuild does.
 *
 * A role that may not do so costs the log and not the build; the log file then says which right is missing.
 */
export async function writeBuildLog({
  account,
  credentials,
  projectName,
  stream,
  logFile,
}: BuildLogProps): Promise<void> {
  const client = new CloudWatchLogsClient(account.sdk(credentials));
  const logGroupName = `/aws/codebuild/${projectName}`;
  const lines = (await fs.readFile(logFile, 'utf8')).split('\n').filter(Boolean);
  try {
    await client.send(new CreateLogGroupCommand({ logGroupName })).catch((error: Error) => {
      if (!(error instanceof ResourceAlreadyExistsException)) throw error;
    });
    await client.send(new CreateLogStreamCommand({ logGroupName, logStreamName: stream }));
    const timestamp = Date.now();
    for (let from = 0; from < lines.length; from += BATCH) {
      const logEvents = lines.slice(from, from + BATCH).map((message) => ({ timestamp, message }));
      await client.send(new PutLogEventsCommand({ logGroupName, logStreamName: stream, logEvents }));
    }
  } catch (error) {
    await fs.appendFile(
      logFile,
      `[Container] CloudWatch Logs has no copy of this: ${(error as Error).message}\n`,
    );
  }
}

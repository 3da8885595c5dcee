import { Distribution } from '../../lib/config';
import { connectionStatus } from '../shared/connection';
import { connectionArn, readPipelineAccount } from '../shared/pipeline-stack';

/** How the pipeline's connection to GitHub stands. */
export interface ConnectionState {
  readonly arn: string;

  /** `PENDING`, until it is completed in the console, or `AVAILABLE`. */
  readonly status: string;

  /** The page on which it is completed. @default - the stack has no link to it */
  readonly link?: string;
}

/** Reads the state of the pipeline's connection. @throws Error when there is no pipeline, or no connection of it */
export async function readConnectionState(distribution: Distribution): Promise<ConnectionState> {
  const { pipelineStack } = await readPipelineAccount();
  const arn = await connectionArn(distribution);
  const status = await connectionStatus(arn);
  const link = pipelineStack.Outputs?.find(({ OutputKey }) =>
    OutputKey?.startsWith('GitHubConnectionHandshake'),
  );
  return { arn, status, link: link?.OutputValue };
}

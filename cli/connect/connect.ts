import { setTimeout as sleep } from 'node:timers/promises';
import { CodePipelineClient, StartPipelineExecutionCommand } from '@aws-sdk/client-codepipeline';
import { Distribution } from '../../lib/config';
import { connectionStatus } from '../shared/connection';
import { Print } from '../shared/terminal/print';
import { readConnectionState } from './connection-state';
import { showPendingConnection, showStarted } from './show-connection';

const POLL_MILLISECONDS = 2_000;

/**
 * Waits until the pending connection to GitHub is completed, and starts the pipeline.
 *
 * The pipeline's first execution fails at the pending connection, and nothing starts it when that is completed; from
 * then on every push does.
 *
 * @throws Error when the connection is in a state that no waiting mends
 */
export async function connect(distribution: Distribution, print: Print): Promise<void> {
  const connection = await readConnectionState(distribution);
  if (connection.status !== 'AVAILABLE') {
    print(showPendingConnection(connection));
    await untilAvailable(connection.arn);
  }
  const { pipelineExecutionId } = await new CodePipelineClient({}).send(
    new StartPipelineExecutionCommand({ name: distribution.name }),
  );
  print(showStarted(distribution, pipelineExecutionId));
}

async function untilAvailable(arn: string): Promise<void> {
  for (;;) {
    const status = await connectionStatus(arn);
    if (status === 'AVAILABLE') return;
    if (status !== 'PENDING') {
      throw new Error(
        `the connection ${arn} is ${status}, expected PENDING or AVAILABLE; open it in the console, which says what is wrong with it`,
      );
    }
    await sleep(POLL_MILLISECONDS);
  }
}

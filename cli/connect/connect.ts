import { setTimeout as sleep } from 'node:timers/promises';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CodePipelineClient, StartPipelineExecutionCommand } from '@aws-sdk/client-codepipeline';
import { Distribution } from '../../lib/config';
import { connectionStatus } from '../shared/connection';
import { PIPELINE_STACK } from '../../lib/names';
import { connectionArn, readStacks } from '../shared/pipeline-stack';

const POLL_MILLISECONDS = 2_000;

/**
 * Waits until somebody has finished the handshake with GitHub, and starts the pipeline.
 *
 * The pipeline's first execution fails at the unfinished handshake, and nothing starts it when it is done; from
 * then on every push does.
 *
 * @throws Error when the connection is in a state that no waiting mends
 */
export async function connect(distribution: Distribution): Promise<void> {
  const client = new CloudFormationClient({});
  const stacks = await readStacks(client);
  const arn = await connectionArn(client, distribution);
  if ((await connectionStatus(arn)) !== 'AVAILABLE') {
    const { Outputs = [] } = stacks.find(({ StackName }) => StackName === PIPELINE_STACK) ?? {};
    const link = Outputs.find(({ OutputKey }) => OutputKey?.startsWith('GitHubConnectionHandshake'));
    console.log(
      `The handshake with GitHub is not finished. Open this page, choose "Update pending connection" and finish it:\n\n  ${link?.OutputValue ?? arn}\n\nWaiting for it; Ctrl-C ends only the waiting.`,
    );
    await untilAvailable(arn);
  }
  const { pipelineExecutionId } = await new CodePipelineClient({}).send(
    new StartPipelineExecutionCommand({ name: distribution.name }),
  );
  console.log(
    `The connection is available. Started the pipeline ${distribution.name} with the head of ${distribution.source.branch}: execution ${pipelineExecutionId}. From now on every push starts it.`,
  );
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

import {
  ApprovalAlreadyCompletedException,
  CodePipelineClient,
  InvalidApprovalTokenException,
  PutApprovalResultCommand,
} from '@aws-sdk/client-codepipeline';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { Distribution } from '../../lib/config';
import { PendingApproval, readPendingApproval } from '../shared/approval/pending-approval';
import { readReview } from '../shared/approval/review-log';
import type { ShownApproval } from '../shared/approval/show-approval';
import { readCaller } from '../shared/caller';
import { withHelp } from './refusal';

/** Characters of the reason of an answer ("ApprovalResult", AWS CodePipeline API Reference). */
const MAX_SUMMARY = 512;

export interface Answer {
  readonly status: 'Approved' | 'Rejected';

  /** Why. */
  readonly summary: string;
}

/** An approval that waits, with its whole review. */
export type ReadApproval = PendingApproval & ShownApproval;

/**
 * The approval that waits, with what there is to read before an answer.
 *
 * @throws Error when nothing waits, the pipeline is not there, or the caller may not see it
 */
export async function readApproval({ name, pipeline }: Distribution): Promise<ReadApproval> {
  const caller = await readCaller();
  if (pipeline.account && pipeline.account !== caller.account) {
    throw new Error(
      `these credentials are of account ${caller.account}, expected those of the pipeline's, ${pipeline.account}: say --profile NAME`,
    );
  }
  const approval = await withHelp(caller, () => readPendingApproval(new CodePipelineClient({}), name));
  if (!approval) throw new Error('Nothing waits for an approval.');
  return { ...approval, ...(await readWhole(approval)) };
}

/** What cannot be read is said, and the question asked all the same: its text says what changes, in a line. */
async function readWhole({ buildId }: PendingApproval): Promise<Pick<ShownApproval, 'review' | 'unread'>> {
  if (!buildId) return { unread: 'no build of a review came before this approval' };
  try {
    return { review: await readReview(new CloudWatchLogsClient({}), buildId) };
  } catch (error) {
    return { unread: (error as Error).message };
  }
}

/** @throws Error when a reason is longer than AWS takes, or empty */
export function assertSummary(summary: string): void {
  if (summary.trim() === '') throw new Error(`the summary is empty, expected why: say --summary TEXT`);
  if (summary.length <= MAX_SUMMARY) return;
  throw new Error(
    `the summary has ${summary.length} characters, expected ${MAX_SUMMARY} at most: say it shorter`,
  );
}

/**
 * Answers the one request that was shown, and no other that waits by now.
 *
 * @throws Error when it has its answer, waits no longer, or the caller may not answer
 */
export async function answerApproval(
  { name: pipelineName }: Distribution,
  { stageName, actionName, token }: PendingApproval,
  result: Answer,
): Promise<void> {
  const client = new CodePipelineClient({});
  const put = new PutApprovalResultCommand({ pipelineName, stageName, actionName, token, result });
  try {
    await withHelp(await readCaller(), () => client.send(put));
  } catch (error) {
    if (error instanceof ApprovalAlreadyCompletedException)
      throw new Error('Somebody else has answered meanwhile; your answer was not taken.', { cause: error });
    if (!(error instanceof InvalidApprovalTokenException)) throw error;
    const waiting = await readPendingApproval(client, pipelineName);
    throw new Error(
      waiting && waiting.token !== token
        ? 'Something newer waits for an approval by now; your answer was not taken. Run the command again to see it.'
        : 'This approval waits no longer; your answer was not taken.',
      { cause: error },
    );
  }
}

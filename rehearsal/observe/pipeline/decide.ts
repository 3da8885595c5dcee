import { setTimeout as sleep } from 'node:timers/promises';
import { Approver } from '../../actors/approver';
import { Approve, Decision } from '../../runner/approve';
import { oneLine } from '../../runner/report/one-line';
import { Progress } from '../../runner/progress';
import { PendingApproval } from './pending-approval';
import { Pipeline } from './pipeline';
import { POLL_MILLISECONDS } from './wait-for';

export interface DecideProps {
  readonly approval: PendingApproval;
  readonly progress: Progress;
  readonly pipeline: Pipeline;
  readonly approver: Pick<Approver, 'answer' | 'readReview'>;
  readonly approve: Approve;
}

/** What became of an approval. */
export interface ApprovalOutcome {
  /** Whether it was left without an answer. */
  readonly waits: boolean;

  /** @default - nobody decided: it waits, was not answered in time, or was ended with its execution */
  readonly decision?: Decision;
}

/**
 * Has an approval decided: by whoever is asked here, unless it ends otherwise meanwhile.
 *
 * As on AWS, each approver may answer, and the first answer counts. The question here is then withdrawn.
 */
export async function decide(props: DecideProps): Promise<ApprovalOutcome> {
  const { approval, approve, approver, pipeline, progress } = props;
  const settled = new AbortController();
  const review = await approver.readReview(approval);
  const asked = async () => ({ here: await approve({ ...approval, review }, settled.signal) });
  let outcome: { here?: Decision; elsewhere?: EndedApproval };
  try {
    outcome = await Promise.race([asked(), untilEnded(pipeline, approval, settled.signal)]);
  } finally {
    settled.abort();
  }
  const { here } = outcome;
  // Somebody else may have answered while the answer was entered.
  const elsewhere = outcome.elsewhere ?? (await readEnd(pipeline, approval));
  if (elsewhere) {
    await progress.step(elsewhere.title, (display) => {
      if (elsewhere.reason) display.line(elsewhere.reason);
      return Promise.resolve();
    });
    return { waits: false, decision: elsewhere.decision };
  }
  if (here) await approver.answer(approval, here);
  return { waits: !here, decision: here };
}

/** An approval that was not ended from here. */
interface EndedApproval {
  readonly title: string;
  readonly reason: string;
  readonly decision?: Decision;
}

async function untilEnded(
  pipeline: Pipeline,
  approval: PendingApproval,
  signal: AbortSignal,
): Promise<{ elsewhere: EndedApproval }> {
  for (;;) {
    await sleep(POLL_MILLISECONDS, undefined, { signal });
    const elsewhere = await readEnd(pipeline, approval);
    if (elsewhere) return { elsewhere };
  }
}

async function readEnd(
  pipeline: Pipeline,
  { executionId, actionExecutionId }: PendingApproval,
): Promise<EndedApproval | undefined> {
  const actions = await pipeline.actions(executionId);
  const action = actions.find((candidate) => candidate.actionExecutionId === actionExecutionId);
  if (!action || action.status === 'InProgress') return undefined;
  const { externalExecutionSummary, errorDetails } = action.output?.executionResult ?? {};
  if (!action.updatedBy) {
    const { status, statusSummary = '' } = (await pipeline.execution(executionId)) ?? {};
    const reason = errorDetails?.message ?? `the execution is ${status}. ${statusSummary}`;
    return { title: 'The approval waits no longer', reason: oneLine(reason) };
  }
  const decision = action.status === 'Succeeded' ? 'Approved' : 'Rejected';
  return {
    title: `${decision} meanwhile by ${action.updatedBy.split(':').at(-1)}`,
    reason: oneLine(externalExecutionSummary ?? ''),
    decision,
  };
}

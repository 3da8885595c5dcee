import { Distribution } from '../../lib/config';
import { showApproval } from '../shared/approval/show-approval';
import { askYesOrNo } from '../shared/terminal/ask';
import { Print } from '../shared/terminal/print';
import { Answer, answerApproval, assertSummary, readApproval } from './approve';

export interface ApproveOptions {
  readonly reject?: boolean;

  /** Answers without a question. */
  readonly yes?: boolean;

  /** Why, for whoever reads the history. @default - that it was answered by this command */
  readonly summary?: string;
}

/**
 * Shows the approval that waits, asks, and answers it.
 *
 * @throws Error when nothing waits, or no answer was given
 */
export async function runApprove(
  distribution: Distribution,
  options: ApproveOptions,
  print: Print,
): Promise<void> {
  const status: Answer['status'] = options.reject ? 'Rejected' : 'Approved';
  const { summary = `${status} by npm run approve` } = options;
  assertSummary(summary);
  const approval = await readApproval(distribution);
  print(showApproval(approval));
  if (!options.yes) {
    const question = options.reject ? 'Reject? (yes/no)' : 'Approve? (yes/no)';
    const answer = await askYesOrNo(`\n${question}`);
    if (answer === undefined)
      throw new Error('Nothing was answered, and the approval waits; say --yes to answer without a question');
    if (!answer) {
      print(
        `Nothing was answered, and the approval waits.${options.reject ? '' : ' To reject it: --reject'}`,
      );
      return;
    }
  }
  await answerApproval(distribution, approval, { status, summary });
  print(`${status}.`);
}

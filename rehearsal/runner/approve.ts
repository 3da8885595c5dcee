import { ShownApproval, showApproval } from '../../cli/shared/approval/show-approval';
import { AskOptions, askYesOrNo } from '../../cli/shared/terminal/ask';
import { PendingApproval } from '../observe/pipeline/pending-approval';

export type Decision = 'Approved' | 'Rejected';

/**
 * Decides about a release, or leaves it without an answer.
 *
 * @param withdrawn Aborted when the approval waits no longer, as when another approver was faster
 */
export type Approve = (approval: ReadApproval, withdrawn: AbortSignal) => Promise<Decision | undefined>;

/** An approval with its whole review. */
export type ReadApproval = PendingApproval & ShownApproval;

/** No answer was given where the user was asked: nothing is decided, and the release waits. */
export class UndecidedError extends Error {
  override readonly name = 'UndecidedError';
}

/** Asks the user at the terminal; without an answer, nothing is decided. */
export function askAtTerminal(terminal?: Omit<AskOptions, 'withdrawn'>): Approve {
  return async (approval, withdrawn) => {
    const options = { ...terminal, withdrawn };
    const isApproved = await askYesOrNo(`\n${showApproval(approval)}\nApprove? (yes/no)`, options);
    if (isApproved === undefined) return undefined;
    return isApproved ? 'Approved' : 'Rejected';
  };
}

/** Decides the same each time. */
export function always(decision: Decision | undefined): Approve {
  return () => Promise.resolve(decision);
}

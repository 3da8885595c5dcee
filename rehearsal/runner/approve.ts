import { askYesOrNo } from '../../cli/shared/ask';
import { PendingApproval } from '../observe/pipeline/pending-approval';

export type Decision = 'Approved' | 'Rejected';

/** Decides about a release, or leaves it without an answer. */
export type Approve = (approval: PendingApproval) => Promise<Decision | undefined>;

/** Asks the user at the terminal; without an answer, nothing is decided. */
export const askAtTerminal: Approve = async ({ question, link }) => {
  const isApproved = await askYesOrNo(`\n${question}\n${link}\nApprove? (yes/no)`);
  if (isApproved === undefined) return undefined;
  return isApproved ? 'Approved' : 'Rejected';
};

/** Decides the same each time. */
export function always(decision: Decision | undefined): Approve {
  return () => Promise.resolve(decision);
}

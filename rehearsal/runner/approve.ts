import * as readline from 'node:readline/promises';
import { PendingApproval } from '../observe/pipeline/pending-approval';

export type Decision = 'Approved' | 'Rejected';

/** Decides about a release, or leaves it without an answer. */
export type Approve = (approval: PendingApproval) => Promise<Decision | undefined>;

/** Asks the user at the terminal. */
export const askAtTerminal: Approve = async ({ question, link }) => {
  const terminal = readline.createInterface({ input: process.stdin, output: process.stdout });
  try {
    const answer = await terminal.question(`\n${question}\n${link}\nApprove? (yes/no) `);
    return /^y(es)?$/i.test(answer.trim()) ? 'Approved' : 'Rejected';
  } finally {
    terminal.close();
  }
};

/** Decides the same each time. */
export function always(decision: Decision | undefined): Approve {
  return () => Promise.resolve(decision);
}

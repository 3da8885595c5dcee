import { stripVTControlCharacters } from 'node:util';
import type { PendingApproval } from './pending-approval';

/** What there is to read before an answer. */
export interface ShownApproval extends Pick<PendingApproval, 'question' | 'link'> {
  /** The whole review. @default - it could not be read */
  readonly review?: string;

  /** Why the whole review is not here. */
  readonly unread?: string;
}

/** An approval for whoever answers it at a terminal: the review, the question, and where both are in the console. */
export function showApproval({ question, link, review, unread }: ShownApproval): string {
  const whole = review ?? (unread && `The whole review could not be read (${unread}).`);
  return [...(whole ? [whole, ''] : []), question, link].map(harmless).join('\n');
}

/** A commit wrote the program that wrote the review: nothing in it moves a cursor, sets a colour or turns text around. */
function harmless(text: string): string {
  return stripVTControlCharacters(text).replace(/[\p{Bidi_Control}]|(?!\n)\p{Cc}/gu, ' ');
}

import type { Review } from '../change';
import type { Unread } from '../state/stack';
import { oneLine, Saying, sayings, sentence } from './sayings';

/** Characters of a value in the configuration of an action, once its variables are resolved (AWS CodePipeline quotas). */
const MAX_CHARACTERS = 1000;

/** What one sentence may take of a short review: a long one is cut, or it would leave out all others. */
const MAX_SENTENCE = 300;

/** What is kept for the number of changes that are left out. */
const ROOM_FOR_REST = ' And 1234567 more, 1234567 of them widened.'.length;

/** What is kept for the number of stacks that could not be read either. */
const ROOM_FOR_UNREAD = ' 1234567 more could not be read.'.length;

/**
 * A review in one line, for an approval: the widest first, with the number of what is left out.
 *
 * It says that nothing changes only if everything could be read.
 */
export function shortReview(review: Review, maxCharacters = MAX_CHARACTERS): string {
  const { unread } = review;
  if (review.changes.length === 0 && unread.length === 0) return 'Nothing changes.';
  const all = sayings(review);
  let text = notRead(unread, maxCharacters / 2);
  let said = 0;
  for (const saying of all) {
    const next = `${text}${text === '' ? '' : ' '}${cut(stated(saying, all[said - 1]), MAX_SENTENCE)}.`;
    const isLast = said === all.length - 1;
    if (next.length + (isLast ? 0 : ROOM_FOR_REST) > maxCharacters) break;
    text = next;
    said++;
  }
  return text + rest(all.slice(said));
}

/** What could not be read, the first in any case, with the number of the others. */
function notRead(unread: readonly Unread[], maxCharacters: number): string {
  let text = '';
  for (const [index, { stack, reason }] of unread.entries()) {
    const sentence = oneLine(`Could not read ${stack}: ${reason}`).replace(/\.$/, '');
    const next = `${text} ${cut(sentence, maxCharacters - ROOM_FOR_UNREAD - 1)}.`.trimStart();
    const left = unread.length - index;
    const room = maxCharacters - (left > 1 ? ROOM_FOR_UNREAD : 0);
    if (index > 0 && next.length > room) return `${text} ${left} more could not be read.`;
    text = next;
  }
  return text;
}

/** A saying with its severity where that is another one than before. */
function stated(saying: Saying, previous: Saying | undefined): string {
  const severity = saying.severity === previous?.severity ? '' : `${saying.severity.toUpperCase()}: `;
  return `${severity}${saying.stage}: ${sentence(saying, 'few')}`;
}

function rest(left: readonly Saying[]): string {
  const count = (some: readonly Saying[]) => some.reduce((sum, { resources }) => sum + resources.length, 0);
  if (left.length === 0) return '';
  const widened = count(left.filter(({ severity }) => severity === 'widened'));
  return ` And ${count(left)} more${widened > 0 ? `, ${widened} of them widened` : ''}.`;
}

function cut(text: string, maxCharacters: number): string {
  return text.length <= maxCharacters ? text : `${text.slice(0, maxCharacters - 1)}…`;
}

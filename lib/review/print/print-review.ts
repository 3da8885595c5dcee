import type { Review, Severity } from '../change';
import { counts, Saying, sayings, sentence } from './sayings';

const HEADINGS: Readonly<Record<Severity, string>> = {
  widened: 'Widened: somebody may do more, or what cannot be evaluated',
  narrowed: 'Narrowed: somebody may do less',
  other: 'Other changes',
};

const MARKS: Readonly<Record<Severity, string>> = { widened: '+', narrowed: '-', other: '~' };

/** A review for a terminal. */
export function printReview(review: Review): string {
  return document(review, {
    heading: (text) => `\n${text}\n`,
    item: (saying) => `  ${MARKS[saying.severity]} ${saying.stage}: ${sentence(saying, 'all')}`,
    notRead: (text) => `  ! ${text}`,
  });
}

/** A review as GitHub's Markdown; what templates say in it is shown and not interpreted. */
export function markdownReview(review: Review): string {
  return document(review, {
    heading: (text) => `\n### ${text}\n`,
    item: (saying) => `- **${escaped(saying.stage)}**: ${escaped(sentence(saying, 'all'))}`,
    notRead: (text) => `- ${escaped(text)}`,
  });
}

interface Format {
  readonly heading: (text: string) => string;
  readonly item: (saying: Saying) => string;
  readonly notRead: (text: string) => string;
}

function document(review: Review, { heading, item, notRead }: Format): string {
  const { changes, unread } = review;
  if (changes.length === 0 && unread.length === 0) return 'Nothing changes.';
  const all = sayings(review);
  const section = (severity: Severity) => {
    const some = all.filter((saying) => saying.severity === severity);
    return some.length === 0 ? [] : [heading(HEADINGS[severity]), ...some.map(item)];
  };
  const unreadable = unread.map(({ stack, reason }) => notRead(`${stack}: ${reason}`));
  return [
    changes.length === 0
      ? 'Nothing changes in what could be read.'
      : `Changes: ${counts(review)}${all.length < changes.length ? '; equal ones are said together' : ''}.`,
    ...(unreadable.length > 0 ? [heading('Not read, and so not compared'), ...unreadable] : []),
    ...section('widened'),
    ...section('narrowed'),
    ...section('other'),
  ].join('\n');
}

/** A text in which nothing is markup: no link (whose address needs no brackets), image, emoji, mention or HTML. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]()<>#+!|~&$:]|(?<=www)\./gi, '\\$&').replace(/@/g, '@\u200b');
}

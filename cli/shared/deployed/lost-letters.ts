import type { Template } from '../../../lib/review';

/** A template as it was read, with the letters that it had when it was sent. */
export interface RestoredTemplate {
  readonly template: Template;

  /** Whether there were any: which they were is not known, and may have been others. */
  readonly hadLost: boolean;
}

/**
 * Puts letters back in whose place CloudFormation has given a question mark, as it does for all that is beyond ASCII.
 *
 * (aws-cloudformation/cloudformation-coverage-roadmap #814, #1220.) They are taken from the template that is going to be
 * deployed, where it would be given back as the same text. Without them each such text would look like a change.
 */
export function withLostLetters(deployed: Template, after: Template): RestoredTemplate {
  let hadLost = false;
  const restore = (was: unknown, is: unknown): unknown => {
    if (typeof was === 'string' && typeof is === 'string') {
      if (was === is || was !== asGivenBack(is)) return was;
      hadLost = true;
      return is;
    }
    if (typeof was !== 'object' || was === null || typeof is !== 'object' || is === null) return was;
    const others = is as Readonly<Record<string, unknown>>;
    if (Array.isArray(was)) return was.map((item, index) => restore(item, others[index]));
    return Object.fromEntries(Object.entries(was).map(([key, item]) => [key, restore(item, others[key])]));
  };
  const template = restore(deployed, after) as Template;
  return { template, hadLost };
}

function asGivenBack(text: string): string {
  return text.replace(/[\u{80}-\u{10ffff}]/gu, '?');
}

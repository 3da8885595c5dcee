import { Change, changeText, Review, RESOURCE, Severity } from '../change';
import { list } from '../permissions/action-words';

/** The same change of one or several resources, said once. */
export interface Saying {
  readonly severity: Severity;
  readonly stage: string;
  readonly phrase: string;
  readonly resources: readonly string[];
}

/** The changes of a review, equal ones of several resources together, in the order of the first. */
export function sayings({ changes }: Review): Saying[] {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const key = JSON.stringify([change.severity, change.stage, change.phrase]);
    groups.set(key, [...(groups.get(key) ?? []), change]);
  }
  return [...groups.values()].map((group) => ({
    severity: group[0].severity,
    stage: group[0].stage,
    phrase: group[0].phrase,
    resources: group.map(({ resource }) => resource),
  }));
}

/** Resources that a sentence names before it counts the rest. */
const MAX_NAMED = 3;

/** A saying as a sentence without its full stop, all its resources named or the first few. */
export function sentence({ phrase, resources }: Saying, names: 'all' | 'few'): string {
  const more = resources.length - MAX_NAMED;
  const named = names === 'all' || more <= 1 ? resources : [...resources.slice(0, MAX_NAMED), `${more} more`];
  return oneLine(changeText({ phrase, resource: phrase.includes(RESOURCE) ? list(named) : '' }));
}

/** Texts come from whoever wrote a template: nothing in them ends a line or moves a cursor. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');
}

/** How many changes there are, by what they come to, such as `2 widened, 1 other`. */
export function counts({ changes }: Review): string {
  const severities = ['widened', 'narrowed', 'other'] as const;
  return severities
    .map((severity) => [changes.filter((change) => change.severity === severity).length, severity] as const)
    .filter(([count]) => count > 0)
    .map(([count, severity]) => `${count} ${severity}`)
    .join(', ');
}

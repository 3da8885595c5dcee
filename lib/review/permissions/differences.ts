import { ECR_ACTIONS } from '../../access/ecr-actions';
import { LEVEL_ACTIONS } from '../../access/permission-tables';
import type { Condition } from '../policies/condition';
import { atoms, compare, concerns, Difference, isAllBut } from '../policies/decide';
import { covers } from '../policies/pattern';
import type { Statement } from '../policies/statement';

/** One action on one resource about which two sets of statements differ. */
export interface ActionDifference extends Difference {
  /** As it is written somewhere, such as `ecr:PutImage` or `ecr:*`. */
  readonly action: string;
  readonly resource: string;
  readonly principal: string;
}

/** Actions that have no resource: AWS decides them on `*` (Service Authorization Reference, Amazon ECR). */
const ON_EVERYTHING_ONLY = LEVEL_ACTIONS.Authorize.map((name) => name.toLowerCase());

/**
 * All that two sets of statements decide otherwise.
 *
 * What is asked is what they name, and what their wildcards reach: the actions of ECR, and the registries.
 */
export function differences(
  before: readonly Statement[],
  after: readonly Statement[],
  registries: readonly string[],
): ActionDifference[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const all = [...before, ...after];
  const spelling = new Map(
    all.flatMap(({ actionsAsWritten }) => actionsAsWritten).map((name) => [name.toLowerCase(), name]),
  );
  for (const name of ECR_ACTIONS) spelling.set(name.toLowerCase(), name);
  const actions = reached(
    all.flatMap(({ actions }) => atoms(actions)),
    [...ECR_ACTIONS].map((name) => name.toLowerCase()),
  );
  // A statement that only gives tokens is on everything, and reaches no registry by it.
  const ofRegistries = all.filter(
    ({ actions }) => actions.not || !actions.patterns.every((name) => ON_EVERYTHING_ONLY.includes(name)),
  );
  const namesOf = (statements: readonly Statement[]) =>
    statements.flatMap(({ resources }) => atoms(resources));
  const resources = new Set([...namesOf(all), ...reached(namesOf(ofRegistries), registries)]);
  const principals = [...new Set(all.flatMap(({ principals }) => atoms(principals)))];
  const found = principals.flatMap((principal) =>
    [...resources].flatMap((resource) => {
      // Most registries of a hundred images are out of a policy's reach: that is found once, not for each action.
      const [was, is] = [before, after].map((statements) =>
        statements.filter((statement) => concerns(statement, { resource, principal })),
      );
      if ([...was, ...is].every(({ effect }) => effect === 'Deny')) return [];
      return actions.flatMap((action) => {
        if (ON_EVERYTHING_ONLY.includes(action) && resource !== '*') return [];
        const difference = compare(was, is, { action, resource, principal });
        const isNone = difference.gained.length === 0 && difference.lost.length === 0;
        return isNone ? [] : [{ ...difference, action: spelling.get(action) ?? action, resource, principal }];
      });
    }),
  );
  return principals.length === 1 ? found : found.filter((one) => !isOfEveryone(one, found));
}

/** Whether the same is found of everyone, of whom a principal is one. */
function isOfEveryone(one: ActionDifference, found: readonly ActionDifference[]): boolean {
  const everyone = found.find(
    ({ principal, action, resource }) =>
      principal === '*' && action === one.action && resource === one.resource,
  );
  const same = ({ gained, lost }: Difference) => JSON.stringify([gained, lost]);
  return everyone !== undefined && everyone !== one && same(everyone) === same(one);
}

/** What Deny statements took away before and don't any more, whoever may do it by another policy. */
export function liftedDenials(
  before: readonly Statement[],
  after: readonly Statement[],
  registries: readonly string[],
): ActionDifference[] {
  const denials = (statements: readonly Statement[]) =>
    statements
      .filter(({ effect }) => effect === 'Deny')
      .map((denial) => ({ ...denial, effect: 'Allow' as const }));
  return differences(denials(after), denials(before), registries);
}

/** Patterns, and of the known names those that a pattern reaches; what stands for all but some is asked of each. */
function reached(patterns: readonly string[], known: readonly string[]): string[] {
  const wild = patterns.filter((pattern) => isAllBut(pattern) || /[*?]/.test(pattern));
  const names =
    wild.length === 0
      ? []
      : known.filter((name) => wild.some((pattern) => isAllBut(pattern) || covers(pattern, name)));
  return [...new Set([...patterns, ...names])];
}

/** A condition in words, to follow what it is for; nothing for one that always holds. */
export function conditionText(condition: Condition): string {
  if (condition.length === 0) return '';
  const comparisons = condition.map(({ operator, key, values }) =>
    `${operator} ${key} ${values.join(' or ')}`.trim(),
  );
  return ` if ${comparisons.join(' and ')}`;
}

import { covers } from './pattern';

/** One comparison of a condition: all of them have to hold, each with any of its values. */
export interface Comparison {
  /** In lower case, as IAM compares it. */
  readonly operator: string;

  /** In lower case. */
  readonly key: string;

  readonly values: readonly string[];
}

/** When a statement applies; without comparisons always. */
export type Condition = readonly Comparison[];

/** Operators that hold where none of their values matches: more values make them stricter. */
const NEGATED = /not(equals|like|ipaddress)/;

/** A condition as a policy has it. What is none becomes a comparison that only an equal one implies. */
export function condition(value: unknown): Condition {
  if (value === undefined) return [];
  if (!isRecord(value)) return [comparison('unknown', '', value)];
  return Object.entries(value).flatMap(([operator, keys]) =>
    isRecord(keys)
      ? Object.entries(keys).map(([key, values]) => comparison(operator, key, values))
      : [comparison(operator, '', keys)],
  );
}

function comparison(operator: string, key: string, value: unknown): Comparison {
  const texts = [value].flat().map((item) => (typeof item === 'string' ? item : JSON.stringify(item)));
  const values = [...new Set(texts)].sort();
  // A pattern without a wildcard is the text itself.
  const isExact = /^stringlike$/i.test(operator) && !values.some((text) => /[*?]/.test(text));
  return { operator: isExact ? 'stringequals' : operator.toLowerCase(), key: key.toLowerCase(), values };
}

/** Operators that hold where any of their values matches, so that each value is a condition of its own. */
const ANY_OF = ['stringequals', 'stringlike', 'arnequals', 'arnlike'];

/** As many conditions as one is asked to be split into; beyond, it stays one. */
const MAX_ALTERNATIVES = 64;

/** The conditions of which one has to hold for a condition to hold, each with one value for a key where that is the same. */
export function alternatives(whole: Condition): Condition[] {
  const count = whole.reduce(
    (product, { operator, values }) => product * (isAnyOf(operator) ? values.length : 1),
    1,
  );
  if (count === 0 || count > MAX_ALTERNATIVES) return [whole];
  return whole.reduce<Condition[]>(
    (all, comparison) => all.flatMap((some) => single(comparison).map((one) => [...some, one])),
    [[]],
  );
}

function single(comparison: Comparison): Comparison[] {
  if (!isAnyOf(comparison.operator)) return [comparison];
  return comparison.values.map((value) => ({ ...comparison, values: [value] }));
}

function isAnyOf(operator: string): boolean {
  return ANY_OF.includes(operator);
}

/** Whether what meets the one condition is sure to meet the other. */
export function implies(strict: Condition, loose: Condition): boolean {
  return loose.every((wanted) => strict.some((given) => comparisonImplies(given, wanted)));
}

function comparisonImplies(given: Comparison, wanted: Comparison): boolean {
  if (given.key !== wanted.key) return false;
  if (given.operator === 'stringequals' && wanted.operator === 'stringlike') {
    return given.values.every((value) => wanted.values.some((pattern) => covers(pattern, value)));
  }
  if (given.operator !== wanted.operator) return false;
  const [fewer, more] = NEGATED.test(given.operator) ? [wanted, given] : [given, wanted];
  return fewer.values.every((value) => more.values.includes(value));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

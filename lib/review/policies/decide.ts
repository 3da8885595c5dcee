import { Condition, implies } from './condition';
import { covers, overlaps } from './pattern';
import type { Names, Statement } from './statement';

/** What is asked: names, or patterns that stand for all that they match. */
export interface Question {
  readonly action: string;
  readonly resource: string;
  readonly principal: string;
}

/** How two sets of statements differ about one question. */
export interface Difference {
  /** Conditions under which only the statements after allow it; of none `[]`, which is always. */
  readonly gained: readonly Condition[];

  /** Conditions under which only the statements before allowed it. */
  readonly lost: readonly Condition[];
}

interface Decision {
  readonly allows: readonly Condition[];
  readonly denies: readonly Condition[];
}

/**
 * Compares what two sets of statements decide, and not how they are written.
 *
 * As IAM decides: a Deny that applies wins, then an Allow (IAM User Guide, "Policy evaluation logic"). Of conditions
 * it is only said whether one is sure to imply the other; where it is not, something is gained.
 */
export function compare(
  before: readonly Statement[],
  after: readonly Statement[],
  question: Question,
): Difference {
  const [was, is] = [decide(before, question), decide(after, question)];
  return { gained: uncovered(is, was), lost: uncovered(was, is) };
}

function decide(statements: readonly Statement[], question: Question): Decision {
  const applying = statements.filter((statement) => applies(statement, question));
  const denies = conditions(applying, 'Deny');
  const isDenied = denies.some((condition) => condition.length === 0);
  return { allows: isDenied ? [] : conditions(applying, 'Allow'), denies };
}

function conditions(statements: readonly Statement[], effect: Statement['effect']): Condition[] {
  return statements.filter((one) => one.effect === effect).map(({ condition }) => condition);
}

/** What one decision allows that the other is not sure to allow. */
function uncovered(one: Decision, other: Decision): Condition[] {
  const deniesLess = other.denies.some(
    (denied) => !one.denies.some((condition) => implies(denied, condition)),
  );
  const allows = deniesLess
    ? one.allows
    : one.allows.filter((condition) => !other.allows.some((loose) => implies(condition, loose)));
  return allows.filter(
    (condition, index) => !allows.some((wider, at) => at !== index && isWider(wider, condition, at < index)),
  );
}

/** Whether a condition is implied by another one, the earlier of two equal ones counting. */
function isWider(wider: Condition, condition: Condition, isEarlier: boolean): boolean {
  return implies(condition, wider) && (isEarlier || !implies(wider, condition));
}

function applies(statement: Statement, question: Question): boolean {
  return has(statement.actions, question.action) && concerns(statement, question);
}

/** Whether a statement is about a resource and a principal, whatever it says about actions on it. */
export function concerns(
  { effect, resources, principals }: Statement,
  { resource, principal }: Omit<Question, 'action'>,
): boolean {
  return has(resources, resource) && hasPrincipal(principals, principal, effect);
}

/** Begin of what stands for all but some names, which follow it. */
const ALL_BUT = 'everything but ';

/** What is to be asked about names: their patterns, or what stands for all but these. */
export function atoms({ not, patterns }: Names): string[] {
  return not ? [ALL_BUT + patterns.join(', ')] : [...patterns];
}

/** A pattern is among names if they have all of it, and among all but some if these may have none of it. */
function has({ not, patterns }: Names, name: string): boolean {
  if (not) return isAllBut(name) ? excepts(name, patterns) : !patterns.some((one) => overlaps(one, name));
  return isAllBut(name) ? patterns.includes('*') : patterns.some((pattern) => covers(pattern, name));
}

/** Whether this stands for all but some names, among which patterns may be. */
export function isAllBut(name: string): boolean {
  return name.startsWith(ALL_BUT);
}

/** Whether what stands for all but some names has none of these. */
function excepts(name: string, patterns: readonly string[]): boolean {
  const exceptions = name.slice(ALL_BUT.length).split(', ');
  return patterns.every((pattern) => exceptions.includes(pattern));
}

/**
 * Who is named, or whose account is.
 *
 * Naming an account allows nobody of it by itself: in the resource's own account their own policies have to allow it,
 * too, and need not where they are named (IAM User Guide, "AWS JSON policy elements: Principal").
 */
function hasPrincipal({ not, patterns }: Names, name: string, effect: Statement['effect']): boolean {
  const isNamed = (pattern: string) => pattern === '*' || pattern === name;
  if (not) {
    if (isAllBut(name)) return excepts(name, patterns);
    return !patterns.some(
      (pattern) =>
        name === '*' || isNamed(pattern) || isOfAccount(name, pattern) || isOfAccount(pattern, name),
    );
  }
  return patterns.some((pattern) => isNamed(pattern) || (effect === 'Deny' && isOfAccount(name, pattern)));
}

/** Whether a principal's ARN is one of an account that is named as a whole. */
function isOfAccount(name: string, pattern: string): boolean {
  const account = /^account (.+)$/.exec(pattern)?.[1];
  return account !== undefined && name.split(':')[4] === account;
}

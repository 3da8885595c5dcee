import { asText } from '../values';
import { alternatives, Condition, condition } from './condition';
import { simplest } from './pattern';

/** Names that a statement lists, or all but these. */
export interface Names {
  readonly not: boolean;
  readonly patterns: readonly string[];
}

/** A statement of a policy with all that the template leaves open written out. */
export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  /** In lower case, because IAM compares actions so. */
  readonly actions: Names;

  /** The same as they are written. */
  readonly actionsAsWritten: readonly string[];

  readonly resources: Names;

  /** Whom the policy of a resource is about, such as `account 111111111111` or `*`; in an identity's own policy `*`. */
  readonly principals: Names;

  readonly condition: Condition;
}

/** What cannot be read as a policy: everything may be in it. */
export const OPAQUE = 'what cannot be evaluated: ';

const EVERYTHING: Names = { not: false, patterns: ['*'] };

/**
 * The statements of a policy document, once its references are resolved.
 *
 * What is not understood allows an action that nothing else is called: whoever gets it is shown to gain it.
 */
export function statements(document: unknown): Statement[] {
  if (document === undefined) return [];
  const read = typeof document === 'string' ? fromText(document) : document;
  if (!isRecord(read) || !isUnderstood(read)) return [opaque(document)];
  return [read.Statement].flat().flatMap((statement) => parse(statement));
}

/** Whether a document has no other elements, and no variable that its version takes for text. */
function isUnderstood({ Version, Id, Statement, ...others }: Record<string, unknown>): boolean {
  if (Statement === undefined || Object.keys(others).length > 0) return false;
  return Version === '2012-10-17' || !JSON.stringify([Id, Statement]).includes('${');
}

/** Statements of a resource that is there only if a condition of its template holds, which nobody here knows. */
export function underCondition(name: unknown, all: readonly Statement[]): Statement[] {
  if (name === undefined) return [...all];
  const open = { operator: 'the template meets', key: asText(name), values: [] };
  return all.map((statement) => ({ ...statement, condition: [...statement.condition, open] }));
}

/** A statement that grants what nobody can judge. */
export function opaque(what: unknown): Statement {
  const text = typeof what === 'string' ? what : JSON.stringify(what);
  const names = { not: false, patterns: [OPAQUE + text.replace(/[*?]/g, '_')] };
  return {
    effect: 'Allow',
    actions: names,
    actionsAsWritten: names.patterns,
    resources: EVERYTHING,
    principals: EVERYTHING,
    condition: [],
  };
}

/** Whether some of these actions are what cannot be evaluated, which may as well refuse something. */
export function isOpaque({ patterns }: Pick<Names, 'patterns'>): boolean {
  return patterns.some((pattern) => pattern.startsWith(OPAQUE));
}

const ELEMENTS = [
  'Sid',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Principal',
  'NotPrincipal',
  'Condition',
];

function parse(statement: unknown): Statement[] {
  if (!isRecord(statement)) return [opaque(statement)];
  const { Effect: effect, Condition: when } = statement;
  if (effect !== 'Allow' && effect !== 'Deny') return [opaque(statement)];
  if (Object.keys(statement).some((element) => !ELEMENTS.includes(element))) return [opaque(statement)];
  const { not, patterns: actionsAsWritten } = names(statement, 'Action');
  const all = condition(when);
  return (effect === 'Allow' ? alternatives(all) : [all]).map((one) => ({
    effect,
    actions: { not, patterns: actionsAsWritten.map(lowerCase) },
    actionsAsWritten,
    resources: names(statement, 'Resource'),
    principals: principals(statement),
    condition: one,
  }));
}

function lowerCase(action: string): string {
  return action.startsWith(OPAQUE) ? action : action.toLowerCase();
}

function names(statement: Record<string, unknown>, element: string): Names {
  const not = statement[`Not${element}`];
  const patterns = texts(not ?? statement[element] ?? '*').map(simplest);
  return { not: not !== undefined, patterns };
}

function texts(value: unknown): string[] {
  return [value].flat().map((item) => (typeof item === 'string' ? item : OPAQUE + JSON.stringify(item)));
}

function principals({ Principal, NotPrincipal }: Record<string, unknown>): Names {
  const value = NotPrincipal ?? Principal ?? '*';
  const patterns = isRecord(value)
    ? Object.entries(value).flatMap(([type, items]) => texts(items).map((item) => principal(type, item)))
    : texts(value);
  return { not: NotPrincipal !== undefined, patterns };
}

/** How a principal is called here; a wildcard in an ARN is none, in the place of all it stands for everybody. */
function principal(type: string, name: string): string {
  if (name === '*') return '*';
  if (type !== 'AWS')
    return `${type === 'Service' ? 'the service' : type === 'Federated' ? 'tokens of' : type} ${name}`;
  const account = /^(?:arn:[^:]+:iam::)?(\d{12}|<account>)(?::root)?$/.exec(name)?.[1];
  return account === undefined ? name : `account ${account}`;
}

function fromText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

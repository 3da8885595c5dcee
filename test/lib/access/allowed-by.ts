import type { PolicyDocument, Statement } from '../../../cli/bootstrap/toolkit/policy-document';

type Context = Readonly<Record<string, string | readonly string[]>>;

/** One call, with the condition keys that AWS sends with it. */
export interface Call {
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
}

/** How the operators that the boundaries use compare a key, which may be absent, with the values of a policy. */
const OPERATORS: Readonly<Record<string, (sent: readonly string[], values: readonly string[]) => boolean>> = {
  StringEquals: (sent, values) => sent.length === 1 && values.includes(sent[0]),
  'ForAnyValue:StringEquals': (sent, values) => sent.some((value) => values.includes(value)),
  Null: (sent, values) => values.includes(String(sent.length === 0)),
};

/**
 * Whether a policy of Allow statements allows a call, as IAM decides it.
 *
 * It knows what the boundaries are written with and refuses the rest, so that it never answers by guessing.
 */
export function allowedBy({ Statement: statements }: PolicyDocument, call: Call): boolean {
  return statements.map(expectKnown).some(({ Action, Resource, Condition = {} }) => {
    const conditions = Object.entries(Condition).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]) =>
        OPERATORS[operator]([call.context[key] ?? []].flat(), [values].flat()),
      ),
    );
    return (
      [Action].flat().some((pattern) => matches(pattern.toLowerCase(), call.action.toLowerCase())) &&
      [Resource].flat().some((pattern) => matches(pattern, call.resource)) &&
      conditions.every(Boolean)
    );
  });
}

function expectKnown(statement: Statement): Statement {
  const unknown = [
    ...Object.keys(statement).filter(
      (element) => !['Sid', 'Effect', 'Action', 'Resource', 'Condition'].includes(element),
    ),
    ...Object.keys(statement.Condition ?? {}).filter((operator) => !Object.hasOwn(OPERATORS, operator)),
    ...(statement.Effect === 'Allow' ? [] : [statement.Effect]),
  ];
  if (unknown.length === 0) return statement;
  throw new Error(
    `${statement.Sid} has ${unknown.join(', ')}, which is not evaluated here; teach this file how`,
  );
}

/** Whether a text matches a pattern of IAM: `*` is any number of characters, `?` is one. */
function matches(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '[^]*')
    .replaceAll('?', '[^]');
  return new RegExp(`^${source}$`).test(text);
}

import type * as Expressions from '@actions/expressions';

/** What a workflow's expressions can speak of, `github` and `secrets` for instance. */
export type Context = Readonly<Record<string, unknown>>;

const EXPRESSION = /\$\{\{(.*?)\}\}/gs;

/** Whether a condition is also asked where a job that is needed has not succeeded (GitHub Docs, "Expressions", `always`). */
export function isAskedAlways(condition: string | undefined): boolean {
  return /\balways\(\)/.test(condition ?? '');
}

/** Decides a condition of a workflow, as GitHub's own evaluator does. */
export async function holds(condition: string, context: Context): Promise<boolean> {
  const { Lexer, Parser, Evaluator, data } = await expressions();
  const text = condition.replace(/^\$\{\{|\}\}$/g, '').trim();
  const { tokens } = new Lexer(text).lex();
  const always = { name: 'always', minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(true) };
  const tree = new Parser(tokens, Object.keys(context), [always]).parse();
  const result = new Evaluator(tree, dictionary(context, data), new Map([[always.name, always]])).evaluate();
  const value = result.coerceString();
  return !['', 'false', '0'].includes(value);
}

/** Puts values into the expressions of a text. */
export async function fillIn(text: string, context: Context): Promise<string> {
  const { Lexer, Parser, Evaluator, data } = await expressions();
  return text.replace(EXPRESSION, (_, expression: string) => {
    const { tokens } = new Lexer(expression.trim()).lex();
    const tree = new Parser(tokens, Object.keys(context), []).parse();
    return new Evaluator(tree, dictionary(context, data)).evaluate().coerceString();
  });
}

/** Puts values into the expressions of all texts of a mapping. */
export async function fillInAll(
  texts: Readonly<Record<string, unknown>> | undefined,
  context: Context,
): Promise<Record<string, string>> {
  const entries = Object.entries(texts ?? {}).map(
    async ([name, text]) => [name, await fillIn(String(text), context)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

function dictionary(context: Context, data: typeof Expressions.data): Expressions.data.Dictionary {
  return JSON.parse(JSON.stringify(context), data.reviver) as Expressions.data.Dictionary;
}

/** The package is an ES module, which a CommonJS one can only import so. */
function expressions(): Promise<typeof Expressions> {
  return import('@actions/expressions');
}

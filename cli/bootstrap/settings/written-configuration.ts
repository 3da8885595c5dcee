import * as ts from 'typescript';
import { ConfigurationError } from '../../../lib/config/configuration-error';
import { showPath } from '../../../lib/config/show';
import { printable } from './printable';

export const CONFIGURATION = 'distribution.config.ts';

/** Where `defineDistribution` comes from; one of another module could make anything of what it is given. */
const MODULES = ['./lib/config', './lib/config.js'];

/** An expression of which only running it would tell what it stands for. */
export class Unwritten {
  readonly path: string;

  /** As it is written, on one line and not too long. */
  readonly expression: string;

  /** @param isSpread Whether it may stand for any key that is not written after it. */
  constructor(
    path: readonly string[],
    node: ts.Node,
    readonly isSpread = false,
  ) {
    this.path = showPath(path);
    const line = printable(node.getText().replace(/\s+/g, ' '));
    this.expression = line.length > 80 ? `${line.slice(0, 80)}…` : line;
  }
}

/** An object that is written out; each of its values may be `Unwritten`. */
export class Section {
  readonly values = new Map<string, unknown>();

  /** A spread or a computed key, which may stand for any key that is not written after it. */
  private rest?: ts.Node;

  constructor(
    object: ts.ObjectLiteralExpression,
    private readonly path: readonly string[],
  ) {
    for (const property of object.properties) this.add(property);
  }

  /** What is under a key; `undefined` if nothing is. */
  value(key: string): unknown {
    if (this.values.has(key) || !this.rest) return this.values.get(key);
    return new Unwritten([...this.path, key], this.rest, true);
  }

  private add(property: ts.ObjectLiteralElementLike): void {
    const key = keyOf(property);
    // What is inherited from a prototype is taken for the object's own.
    if (key === undefined || key === '__proto__') {
      this.values.clear();
      this.rest = property;
      return;
    }
    const path = [...this.path, key];
    const value = ts.isPropertyAssignment(property)
      ? written(property.initializer, path)
      : new Unwritten(path, property);
    this.values.set(key, value);
  }
}

/**
 * What a configuration says by literals: a value, a `Section`, or `Unwritten`.
 *
 * The file is read and not run, since a merged commit can put any code into it.
 *
 * @throws ConfigurationError when it is no TypeScript
 */
export function writtenConfiguration(text: string): unknown {
  const { diagnostics = [] } = ts.transpileModule(text, { fileName: CONFIGURATION, reportDiagnostics: true });
  if (diagnostics.length > 0) {
    const received = diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
    const expected = 'TypeScript that can be read';
    const fix = '`npm run types` says in which line';
    throw new ConfigurationError([{ path: '', received: received.join(' '), expected, fix }]);
  }
  const file = ts.createSourceFile(CONFIGURATION, text, ts.ScriptTarget.Latest, true);
  const exported = file.statements.filter(ts.isExportAssignment).find((one) => !one.isExportEquals);
  const call = exported && bare(exported.expression);
  const isOurs =
    call && ts.isCallExpression(call) && call.arguments.length === 1 && isImported(file, call.expression);
  return isOurs ? written(call.arguments[0], []) : new Unwritten([], exported ?? file);
}

/** Whether an expression is the name by which `defineDistribution` was imported. */
function isImported(file: ts.SourceFile, callee: ts.Expression): boolean {
  return file.statements.filter(ts.isImportDeclaration).some(({ moduleSpecifier, importClause }) => {
    const names = importClause?.namedBindings;
    if (!ts.isStringLiteral(moduleSpecifier) || !MODULES.includes(moduleSpecifier.text)) return false;
    if (!names || !ts.isNamedImports(names) || !ts.isIdentifier(callee)) return false;
    return names.elements.some(
      ({ name, propertyName }) =>
        name.text === callee.text && (propertyName ?? name).text === 'defineDistribution',
    );
  });
}

function written(expression: ts.Expression, path: readonly string[]): unknown {
  const node = bare(expression);
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (ts.isObjectLiteralExpression(node)) return new Section(node, path);
  const constants = [
    { kind: ts.SyntaxKind.TrueKeyword, value: true },
    { kind: ts.SyntaxKind.FalseKeyword, value: false },
    { kind: ts.SyntaxKind.NullKeyword, value: null },
  ];
  const constant = constants.find(({ kind }) => kind === node.kind);
  return constant ? constant.value : new Unwritten(path, node);
}

/** An expression without parentheses and without what says something about its type only. */
function bare(expression: ts.Expression): ts.Expression {
  let node = expression;
  while (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isTypeAssertionExpression(node) ||
    ts.isNonNullExpression(node)
  ) {
    node = node.expression;
  }
  return node;
}

/** A property's key; none if only running it would tell. */
function keyOf({ name }: ts.ObjectLiteralElementLike): string | undefined {
  if (!name) return undefined;
  if (ts.isComputedPropertyName(name)) {
    const key = bare(name.expression);
    return ts.isStringLiteralLike(key) ? key.text : undefined;
  }
  return ts.isIdentifier(name) || ts.isStringLiteral(name) || ts.isNumericLiteral(name)
    ? name.text
    : undefined;
}

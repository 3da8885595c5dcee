import * as ts from 'typescript';
import { Change } from './change';
import { read } from './gh';

/** What GitHub says of a repository. */
export interface GitHubRepositoryFacts {
  readonly full_name: string;
  readonly id: number;
  readonly private: boolean;
  readonly owner: { readonly id: number };
}

export const CONFIGURATION = 'distribution.config.ts';

/**
 * Writes the ids of owners and repositories into the configuration, and names in the capitals that GitHub shows.
 *
 * The file is read as text: without its ids it cannot be loaded yet. All else in it stays as it is.
 *
 * @throws Error when an entry of `images` has no `repository` that is written out
 */
export async function idChanges(text: string): Promise<Change[]> {
  const edits: Edit[] = [];
  const titles: string[] = [];
  for (const entry of imageEntries(text)) {
    if (property(entry, 'retired')?.kind === ts.SyntaxKind.TrueKeyword) continue;
    if (textOf(entry, 'subject') === 'classic' && !property(entry, 'ownerId')) continue;
    const repository = textOf(entry, 'repository');
    if (!repository) {
      throw new Error(
        `an entry of images in ${CONFIGURATION} has no repository, expected 'owner/name' written out: ${entry.getText()}`,
      );
    }
    const { full_name, id, owner } = await read<GitHubRepositoryFacts>(`repos/${repository}`);
    const wanted = { repository: `'${full_name}'`, ownerId: String(owner.id), repositoryId: String(id) };
    // Another id is another repository under the same name: whoever reads the plan has to see it.
    const was = (name: 'ownerId' | 'repositoryId') => {
      const before = property(entry, name)?.getText().replaceAll('_', '');
      return before === undefined || before === wanted[name] ? '' : ` (another: it was ${before})`;
    };
    const own = editsOf(entry, wanted, repository === full_name);
    if (own.length === 0) continue;
    edits.push(...own);
    titles.push(
      `${full_name} has ownerId ${owner.id}${was('ownerId')} and repositoryId ${id}${was('repositoryId')}`,
    );
  }
  if (edits.length === 0) return [];
  return [{ title: titles.join('\n  '), file: { name: CONFIGURATION, text: applyEdits(text, edits) } }];
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function editsOf(
  entry: ts.ObjectLiteralExpression,
  wanted: Readonly<Record<'repository' | 'ownerId' | 'repositoryId', string>>,
  isNameRight: boolean,
): Edit[] {
  const edits: Edit[] = [];
  let missing = '';
  for (const [name, value] of Object.entries(wanted)) {
    const found = property(entry, name);
    if (!found) missing += `, ${name}: ${value}`;
    else if (name === 'repository' ? !isNameRight : found.getText().replaceAll('_', '') !== value) {
      edits.push({ start: found.getStart(), end: found.getEnd(), text: value });
    }
  }
  const repository = property(entry, 'repository');
  const end = repository?.getEnd() ?? 0;
  return missing ? [...edits, { start: end, end, text: missing }] : edits;
}

function applyEdits(text: string, edits: readonly Edit[]): string {
  const fromTheEnd = edits.toSorted((a, b) => b.start - a.start);
  return fromTheEnd.reduce(
    (before, edit) => before.slice(0, edit.start) + edit.text + before.slice(edit.end),
    text,
  );
}

/** The object literals in `images`. */
function imageEntries(text: string): ts.ObjectLiteralExpression[] {
  const file = ts.createSourceFile(CONFIGURATION, text, ts.ScriptTarget.Latest, true);
  const entries: ts.ObjectLiteralExpression[] = [];
  const visit = (node: ts.Node): void => {
    if (
      ts.isPropertyAssignment(node) &&
      node.name.getText() === 'images' &&
      ts.isArrayLiteralExpression(node.initializer)
    ) {
      entries.push(...node.initializer.elements.filter(ts.isObjectLiteralExpression));
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return entries;
}

function property(entry: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  const found = entry.properties.find((one) => one.name?.getText().replace(/['"]/g, '') === name);
  return found && ts.isPropertyAssignment(found) ? found.initializer : undefined;
}

function textOf(entry: ts.ObjectLiteralExpression, name: string): string | undefined {
  const value = property(entry, name);
  return value && ts.isStringLiteralLike(value) ? value.text : undefined;
}

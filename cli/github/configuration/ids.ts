import { Change } from '../changes/change';
import { CONFIGURATION, ImageEntry } from './configuration-text';
import { GitHubRepositoryFacts, read } from '../gh';

/** What is written of a repository, as expressions. */
type Wanted = Readonly<Record<'repository' | 'ownerId' | 'repositoryId', string>>;

/**
 * Writes the ids of owners and repositories into the configuration, and names in the capitals that GitHub shows.
 *
 * All else in the file stays as it is.
 *
 * @throws Error when an entry without ids has no `repository` that is written out
 */
export async function idChanges(text: string): Promise<Change[]> {
  const edits: Edit[] = [];
  const titles: string[] = [];
  for (const entry of ImageEntry.all(text)) {
    if (entry.isWithoutIds || (entry.hasIds && !entry.hasRepository)) continue;
    const { full_name, id, owner } = await read<GitHubRepositoryFacts>(`repos/${entry.repository}`);
    const wanted = { repository: `'${full_name}'`, ownerId: String(owner.id), repositoryId: String(id) };
    const own = editsOf(entry, wanted, entry.repository === full_name);
    if (own.length === 0) continue;
    edits.push(...own);
    titles.push(titleOf(entry, wanted, full_name));
  }
  if (edits.length === 0) return [];
  return [{ title: titles.join('\n  '), file: { name: CONFIGURATION, text: applyEdits(text, edits) } }];
}

/** Repositories of which the configuration says no ids. */
export function repositoriesWithoutIds(text: string): string[] {
  return ImageEntry.all(text)
    .filter((entry) => !entry.isWithoutIds && !entry.hasIds)
    .map(({ repository }) => repository);
}

/** Another name or id is perhaps another repository: whoever reads the plan has to see it. */
function titleOf(entry: ImageEntry, wanted: Wanted, fullName: string): string {
  const was = (name: 'ownerId' | 'repositoryId') => {
    const before = idOf(entry, name);
    return before === undefined || before === wanted[name] ? '' : ` (another: it was ${before})`;
  };
  const name = entry.repository === fullName ? fullName : `${fullName} (written ${entry.repository})`;
  return `${name} has ownerId ${wanted.ownerId}${was('ownerId')} and repositoryId ${wanted.repositoryId}${was('repositoryId')}`;
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function editsOf(entry: ImageEntry, wanted: Wanted, isNameRight: boolean): Edit[] {
  const edits: Edit[] = [];
  let missing = '';
  for (const [name, value] of Object.entries(wanted)) {
    const found = entry.valueOf(name);
    if (!found) missing += `, ${name}: ${value}`;
    else if (name === 'repository' ? !isNameRight : idOf(entry, name) !== value) {
      edits.push({ start: found.getStart(), end: found.getEnd(), text: value });
    }
  }
  const end = entry.valueOf('repository')?.getEnd() ?? 0;
  return missing ? [...edits, { start: end, end, text: missing }] : edits;
}

function idOf(entry: ImageEntry, name: string): string | undefined {
  return entry.valueOf(name)?.getText().replaceAll('_', '');
}

function applyEdits(text: string, edits: readonly Edit[]): string {
  const fromTheEnd = edits.toSorted((a, b) => b.start - a.start);
  return fromTheEnd.reduce(
    (before, edit) => before.slice(0, edit.start) + edit.text + before.slice(edit.end),
    text,
  );
}

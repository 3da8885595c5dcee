import * as fs from 'node:fs';
import { read, readIfThere } from '../gh';
import { expectWriter } from '../people/access';
import { findAccount } from '../people/account';
import { Change } from './change';
import { areSame, Line, linesOf, OWNED, ownsEverything } from './code-owner-lines';

/** Where GitHub looks, in this order; it reads the first alone (GitHub Docs, "About code owners"). */
const PLACES = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'];

/** What has to change in the file of code owners, and what else is to be known of it. */
export interface CodeOwnerChanges {
  readonly changes: readonly Change[];
  readonly notes: readonly string[];
}

/**
 * A last line that gives every file owners; the lines that are there already stay as they are.
 *
 * Of the lines that match a file GitHub takes the last one, so any pattern after ours would take files away from it,
 * to other owners or to none. An owner whom GitHub does not know, or who may not write, owns nothing.
 *
 * The file is written in this checkout, to be committed and reviewed as anything else.
 *
 * @param branch The one that takes reviewed commits only
 * @param owners As they are named. @default - those of the last line
 * @throws Error when owners are missing and none is named, or one of them could own nothing
 */
export async function codeOwnerChanges(
  repository: string,
  branch: string,
  owners: readonly string[],
): Promise<CodeOwnerChanges> {
  const named = await expectOwners('--owner is', owners, repository);
  const file = PLACES.find((place) => fs.existsSync(place)) ?? PLACES[0];
  const text = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
  const last = linesOf(text).at(-1);
  if (last && ownsEverything(last) && (named.length === 0 || areSame(last.owners, named))) {
    if (named.length === 0) await expectLastLine(file, last, repository);
    return { changes: [], notes: await codeOwnerNotes(repository, branch, { name: file, last }) };
  }
  if (named.length === 0) {
    const found = last
      ? `has '${[last.pattern, ...last.owners].join(' ')}' as its last line`
      : 'names no owner';
    throw new Error(
      `${file} ${found}, expected '${OWNED}' and who has to review everything: say --owner LOGIN or --owner ORG/TEAM`,
    );
  }
  const names = named.join(' ');
  const before = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  const change: Change = {
    title: `${file}: every file is ${names}'s; commit it, and open a pull request`,
    file: { name: file, text: `${before}${OWNED} ${names}\n` },
  };
  return { changes: [change], notes: [] };
}

/** Refuses whoever could own nothing. @returns them as the file has them, each once */
async function expectOwners(
  where: string,
  owners: readonly string[],
  repository: string,
): Promise<readonly string[]> {
  const handles = new Set<string>();
  for (const owner of owners) {
    const account = await findAccount(where, owner);
    await expectWriter(where, account, repository);
    handles.add(`@${account.name}`);
  }
  return [...handles];
}

/** Whose an address is cannot be looked up, but is no harm beside an owner who is known. */
async function expectLastLine(file: string, { pattern, owners }: Line, repository: string): Promise<void> {
  const known = owners.filter((owner) => owner.startsWith('@'));
  if (known.length === 0) {
    throw new Error(
      `${file} has '${[pattern, ...owners].join(' ')}' as its last line, expected a login or a team in it, as it cannot be looked up whose an address is: say --owner LOGIN or --owner ORG/TEAM`,
    );
  }
  await expectOwners(`the last line of ${file} has`, known, repository);
}

/** Says where the branch, which is what counts, is not as the file here. */
async function codeOwnerNotes(
  repository: string,
  branch: string,
  file: { readonly name: string; readonly last: Line },
): Promise<string[]> {
  const ref = `ref=${encodeURIComponent(branch)}`;
  const shown = await readIfThere<{ readonly content: string }>(
    `repos/${repository}/contents/${file.name}?${ref}`,
  );
  const last = shown && linesOf(Buffer.from(shown.content, 'base64').toString('utf8')).at(-1);
  if (!last || !ownsEverything(last) || !areSame(last.owners, file.last.owners)) {
    return [`${branch} of ${repository} has no ${file.name} with this last line yet: commit and merge it.`];
  }
  const { errors } = await read<{ errors: { message: string }[] }>(
    `repos/${repository}/codeowners/errors?${ref}`,
  );
  return errors.map(
    ({ message }) => `GitHub says of ${file.name} on ${branch} of ${repository}: ${message.split('\n')[0]}`,
  );
}

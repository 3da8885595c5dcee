import * as fs from 'node:fs';
import { Change } from './change';

/** Where GitHub looks, in this order; it reads the first alone (GitHub Docs, "About code owners"). */
const PLACES = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'];

/**
 * Every file, in every folder.
 *
 * Whatever Synth, SelfMutate or an administrator runs decides about permissions, and no list keeps up with that. Documentation
 * is no exception: `docs/` may hold a file of code owners, which counts as soon as there is none in another place.
 */
export const OWNED = '*';

/** GitHub skips a line with an owner that it cannot read: a login, a team, or an address. */
const OWNER = /^(@[\w-]+(\/[\w.-]+)?|[^\s@]+@[^\s@]+)$/;

interface Line {
  readonly pattern: string;
  readonly owners: readonly string[];
}

/**
 * A last line that gives every file owners; the lines that are there already stay as they are.
 *
 * Of the lines that match a file GitHub takes the last one, so any pattern after ours would take files away from it,
 * to other owners or to none.
 *
 * The file is written in this checkout, to be committed and reviewed as anything else.
 *
 * @throws Error when owners are missing and none is named
 */
export function codeOwnerChanges(owners: readonly string[]): Change[] {
  const named = owners.map(expectOwner);
  const file = PLACES.find((place) => fs.existsSync(place)) ?? PLACES[0];
  const text = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
  const last = linesOf(text).at(-1);
  if (last && ownsEverything(last) && (named.length === 0 || areSame(last.owners, named))) return [];
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
  return [
    {
      title: `${file}: every file is ${names}'s; commit it, and open a pull request`,
      file: { name: file, text: `${before}${OWNED} ${names}\n` },
    },
  ];
}

function linesOf(text: string): Line[] {
  return text
    .split('\n')
    .map((line) => line.replace(/(^|[ \t])#.*/, ''))
    .map((line) => line.split(/[ \t\r]+/).filter(Boolean))
    .flatMap(([pattern, ...owners]) => (pattern ? [{ pattern, owners }] : []));
}

function ownsEverything({ pattern, owners }: Line): boolean {
  return pattern === OWNED && owners.length > 0 && owners.every((owner) => OWNER.test(owner));
}

/** Any of a line's owners may review: another one more, and it is not who was named. GitHub's names have no case. */
function areSame(some: readonly string[], others: readonly string[]): boolean {
  const [one, other] = [some, others].map((names) => new Set(names.map((name) => name.toLowerCase())));
  return one.size === other.size && [...one].every((name) => other.has(name));
}

function expectOwner(owner: string): string {
  const name = `@${owner.replace(/^@/, '')}`;
  if (OWNER.test(name)) return name;
  throw new Error(`--owner is '${owner}', expected LOGIN or ORG/TEAM: GitHub would skip the line`);
}

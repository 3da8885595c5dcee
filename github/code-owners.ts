import * as fs from 'node:fs';
import { Change } from './change';

/** Where GitHub looks, in this order; it reads the first alone (GitHub Docs, "About code owners"). */
const PLACES = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'];

/**
 * What decides about rights, or about what the pipeline deploys: nobody changes it without its owners.
 *
 * From `/lib/` on it is what `npm run verify` runs in Synth, whose assembly is deployed.
 */
export const OWNED = [
  '/policies/',
  '/bootstrap/',
  '/.github/',
  '/distribution.config.ts',
  '/lib/',
  '/bin/',
  '/cdk.json',
  '/cdk.context.json',
  '/package.json',
  '/package-lock.json',
  '/npm-shrinkwrap.json',
  '/.npmrc',
  '/tsconfig.json',
  '/jest.config.js',
  '/test/',
];

/**
 * Lines for the paths that have no owner yet; the lines that are there stay as they are.
 *
 * Of the lines that match a file GitHub takes the last one, so ours count only if no other pattern comes after them.
 *
 * The file is written in this checkout, to be committed and reviewed as anything else.
 *
 * @throws Error when owners are missing and none is named
 */
export function codeOwnerChanges(owners: readonly string[]): Change[] {
  const file = PLACES.find((place) => fs.existsSync(place)) ?? PLACES[0];
  const text = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
  const lines = text.split('\n').map((line) =>
    line
      .replace(/(^|\s)#.*/, '')
      .trim()
      .split(/\s+/),
  );
  const ours = ownedWith(file);
  const counting = lines.slice(lines.findLastIndex(([pattern]) => pattern && !ours.includes(pattern)) + 1);
  const owned = counting.filter(({ length }) => length > 1).map(([pattern]) => pattern);
  const missing = ours.filter((pattern) => !owned.includes(pattern));
  if (missing.length === 0) return [];
  if (owners.length === 0) {
    throw new Error(
      `${file} names nobody for ${missing.join(', ')}, expected who has to review them: say --owner LOGIN or --owner ORG/TEAM`,
    );
  }
  const names = owners.map((owner) => `@${owner.replace(/^@/, '')}`).join(' ');
  const before = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  const added = missing.map((pattern) => `${pattern} ${names}\n`).join('');
  return [
    {
      title: `${file}: ${missing.join(', ')} are ${names}'s; commit it, and open a pull request`,
      file: { name: file, text: before + added },
    },
  ];
}

/** The file itself too, or whoever may change it could take the owners away. */
function ownedWith(file: string): string[] {
  return file.startsWith('.github/') ? OWNED : [...OWNED, `/${file}`];
}

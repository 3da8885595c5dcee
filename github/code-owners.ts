import * as fs from 'node:fs';
import { Change } from './change';

/** Where GitHub looks, in this order; it reads the first alone (GitHub Docs, "About code owners"). */
const PLACES = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'];

/** What decides about rights: nobody changes it without its owners. */
const OWNED = [
  '/policies/',
  '/lib/pipeline/',
  '/lib/access.ts',
  '/lib/constructs/',
  '/lib/stages/',
  '/.github/',
  '/package.json',
  '/distribution.config.ts',
];

/**
 * Lines for the paths that have no owner yet; the lines that are there stay as they are.
 *
 * The file is written in this checkout, to be committed and reviewed as anything else.
 *
 * @throws Error when owners are missing and none is named
 */
export function codeOwnerChanges(owners: readonly string[]): Change[] {
  const file = PLACES.find((place) => fs.existsSync(place)) ?? PLACES[0];
  const text = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
  const owned = text.split('\n').flatMap((line) => {
    const [pattern, ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    return names.length > 0 ? [pattern] : [];
  });
  const missing = OWNED.filter((pattern) => !owned.includes(pattern));
  if (missing.length === 0) return [];
  if (owners.length === 0) {
    throw new Error(
      `${file} names nobody for ${missing.join(', ')}, expected who has to review them: say --owner LOGIN or --owner ORG/TEAM`,
    );
  }
  const names = owners.map((owner) => `@${owner.replace(/^@/, '')}`).join(' ');
  const before = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  const lines = missing.map((pattern) => `${pattern} ${names}\n`).join('');
  return [
    {
      title: `${file}: ${missing.join(', ')} are ${names}'s; commit and push it`,
      file: { name: file, text: before + lines },
    },
  ];
}

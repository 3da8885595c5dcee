import * as fs from 'node:fs';
import { Change } from './change';

export const CODE_OWNERS = '.github/CODEOWNERS';

/** What decides about rights: nobody changes it without its owners. */
const OWNED = ['/policies/', '/lib/pipeline/', '/.github/', '/distribution.config.ts'];

/**
 * Lines for the paths that have no owner yet; the lines that are there stay as they are.
 *
 * The file is written in this checkout, to be committed and reviewed as anything else.
 *
 * @throws Error when owners are missing and none is named
 */
export function codeOwnerChanges(owners: readonly string[]): Change[] {
  const text = fs.existsSync(CODE_OWNERS) ? fs.readFileSync(CODE_OWNERS, 'utf8') : '';
  const owned = text.split('\n').flatMap((line) => {
    const [pattern, ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    return names.length > 0 ? [pattern] : [];
  });
  const missing = OWNED.filter((pattern) => !owned.includes(pattern));
  if (missing.length === 0) return [];
  if (owners.length === 0) {
    throw new Error(
      `${CODE_OWNERS} names nobody for ${missing.join(', ')}, expected who has to review them: say --owner LOGIN or --owner ORG/TEAM`,
    );
  }
  const names = owners.map((owner) => `@${owner.replace(/^@/, '')}`).join(' ');
  const before = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  const lines = missing.map((pattern) => `${pattern} ${names}\n`).join('');
  return [
    {
      title: `${CODE_OWNERS}: ${missing.join(', ')} are ${names}'s; commit and push it`,
      file: { name: CODE_OWNERS, text: before + lines },
    },
  ];
}

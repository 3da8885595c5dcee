import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { gh, GhCommand, isAboutThePlan } from '../gh';

/** Something that differs from what it is to be, and how it is changed. */
export interface Change {
  /** For the plan: a line or two. */
  readonly title: string;
  readonly commands?: readonly GhCommand[];

  /** A file of this checkout that gets another text. */
  readonly file?: { readonly name: string; readonly text: string };

  /** What to say when the account's plan does not offer it, beside GitHub's own words. */
  readonly hint?: string;
}

export function showChange({ title, commands = [], file }: Change): string {
  return [
    `  ${title}`,
    ...(file ? [`    writes ${file.name}`] : []),
    ...commands.map(
      ({ args, input }) => `    gh ${args.map(quoted).join(' ')}${input ? ` <<< ${quoted(input)}` : ''}`,
    ),
  ].join('\n');
}

/** As a shell takes it, to be pasted. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** Makes a change. @throws Error that says what was refused, and what to do about it */
export async function apply({ title, commands = [], file, hint }: Change): Promise<void> {
  if (file) {
    await fs.mkdir(path.dirname(file.name), { recursive: true });
    await fs.writeFile(file.name, file.text);
  }
  for (const command of commands) {
    await gh(command).catch((error: Error) => {
      throw new Error(
        [`${title}: ${error.message}`, isAboutThePlan(error) ? hint : ''].filter(Boolean).join('\n'),
      );
    });
  }
}

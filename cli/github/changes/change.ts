import { GhCommand } from '../gh';

/** Something that differs from what it is to be, and how it is changed. */
export interface Change {
  /** For the plan: a line or two. */
  readonly title: string;
  readonly commands?: readonly GhCommand[];

  /** A file of this checkout that gets another text. */
  readonly file?: { readonly name: string; readonly text: string };

  /** What to say when the account's plan does not offer it, beside GitHub's own words. */
  readonly hint?: string;

  /** How GitHub is looked at afterwards. */
  readonly readBack?: ReadBack;
}

/**
 * What GitHub shows after a change.
 *
 * It may answer that all was done, and have left out what it does not take.
 */
export interface ReadBack {
  /** What is otherwise than it was told, a phrase each. */
  readonly differences: () => Promise<readonly string[]>;

  /** What to do where something is. */
  readonly remedy: string;
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

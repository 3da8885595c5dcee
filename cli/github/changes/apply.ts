import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gh, isAboutThePlan } from '../gh';
import { Print } from '../../shared/terminal/print';
import { Change, ReadBack } from './change';

/** Pauses before GitHub is looked at, in milliseconds: it may show what it holds a moment later. */
const PAUSES = [0, 500, 1500];

/**
 * Makes changes one after another, each only when GitHub shows those before it.
 *
 * @throws Error that says what was refused, what to do about it, and what was made already
 */
export async function applyAll(changes: readonly Change[], print: Print): Promise<void> {
  const made: string[] = [];
  for (const change of changes) {
    await apply(change, made).catch((error: Error) => {
      const before =
        made.length > 0 ? `Made until then:\n  ${made.join('\n  ')}\n` : 'Nothing was made before that. ';
      throw new Error(
        `${error.message}\n${before}Once that is mended, run this again: it goes on from where it stands.`,
        { cause: error },
      );
    });
    print(`Done: ${change.title}`);
  }
}

/** @param made Gets what is made, as soon as it is */
async function apply(change: Change, made: string[]): Promise<void> {
  const { title, commands = [], file, hint, readBack } = change;
  if (file) {
    await fs.mkdir(path.dirname(file.name), { recursive: true });
    await fs.writeFile(file.name, file.text);
  }
  for (const [index, command] of commands.entries()) {
    await gh(command).catch((error: Error) => {
      if (index > 0) made.push(`${title}: ${index} of ${commands.length} commands`);
      throw new Error(
        [`${title}: ${error.message}`, isAboutThePlan(error) ? hint : ''].filter(Boolean).join('\n'),
      );
    });
  }
  made.push(title);
  const differences = readBack ? await differencesOf(readBack) : [];
  if (differences.length === 0) return;
  made.splice(-1, 1, `${title}: but for what is named above`);
  throw new Error(
    `${title}: GitHub answered that this was done, and shows ${differences.join('; ')}: ${readBack?.remedy}`,
  );
}

async function differencesOf({ differences }: ReadBack): Promise<readonly string[]> {
  let found: readonly string[] = [];
  for (const pause of PAUSES) {
    await sleep(pause);
    found = await differences();
    if (found.length === 0) break;
  }
  return found;
}

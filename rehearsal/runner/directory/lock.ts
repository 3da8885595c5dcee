import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { isAlive } from '../../../emulators/account/is-alive';

/**
 * Takes `.rehearsal/` for this process, so that two rehearsals don't clear each other's files away.
 *
 * What a killed process left is taken over.
 *
 * @throws Error with the id of the process that holds it
 */
export async function takeLock(directory: string): Promise<void> {
  const file = path.join(directory, 'pid');
  const holder = await holderOf(directory);
  if (holder && holder !== process.pid) {
    throw new Error(
      `another rehearsal is running (process ${holder}) in ${directory}: wait for its end, or end it with 'kill ${holder}'`,
    );
  }
  await fs.writeFile(file, String(process.pid));
}

/** Whether a rehearsal runs in a directory. */
export async function isHeld(directory: string): Promise<boolean> {
  return (await holderOf(directory)) !== undefined;
}

/** Id of the process that has taken it, and runs. */
async function holderOf(directory: string): Promise<number | undefined> {
  const holder = Number(await fs.readFile(path.join(directory, 'pid'), 'utf8').catch(() => '0'));
  return holder && isAlive(holder) ? holder : undefined;
}

export async function releaseLock(directory: string): Promise<void> {
  await fs.rm(path.join(directory, 'pid'), { force: true });
}

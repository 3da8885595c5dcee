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
  const holder = Number(await fs.readFile(file, 'utf8').catch(() => '0'));
  if (holder && holder !== process.pid && isAlive(holder)) {
    throw new Error(
      `another rehearsal is running (process ${holder}) in ${directory}: wait for its end, or end it with 'kill ${holder}'`,
    );
  }
  await fs.writeFile(file, String(process.pid));
}

export async function releaseLock(directory: string): Promise<void> {
  await fs.rm(path.join(directory, 'pid'), { force: true });
}

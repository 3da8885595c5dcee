import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { isHeld } from './lock';

/** Name of the folder of a rehearsal that runs beside others, from the second one on. */
export function sideName(number: number): string {
  return `side-${number}`;
}

/** Removes such folders as earlier runs have left them, but for those in which a rehearsal runs. */
export async function removeSides(directory: string): Promise<void> {
  const names = await fs.readdir(directory).catch(() => []);
  for (const name of names.filter((one) => /^side-\d+$/.test(one))) {
    const side = path.join(directory, name);
    if (!(await isHeld(side))) await fs.rm(side, { recursive: true, force: true });
  }
}

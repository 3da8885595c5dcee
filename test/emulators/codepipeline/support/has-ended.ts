import * as fs from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** Whether the process whose id is in a file ends within a second; one that was killed is given that long. */
export async function hasEnded(pidFile: string): Promise<boolean> {
  const pid = (await fs.readFile(pidFile, 'utf8')).trim();
  for (let looks = 0; looks < 100; looks++) {
    // One that has ended may still wait for its parent to take notice.
    const state = await fs.readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '(gone) Z');
    if (state.includes(') Z')) return true;
    await sleep(10);
  }
  return false;
}

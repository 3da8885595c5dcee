import { setTimeout as sleep } from 'node:timers/promises';

export const POLL_MILLISECONDS = 300;

/** Timeout for any awaited state: an execution goes through several builds meanwhile. */
const MAX_SECONDS = 300;

/** Looks again and again until there is something to see. @throws Error that says what has not come */
export async function waitFor<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + MAX_SECONDS * 1000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`waited ${MAX_SECONDS} s for ${what}, which has not come`);
    await sleep(POLL_MILLISECONDS);
  }
}

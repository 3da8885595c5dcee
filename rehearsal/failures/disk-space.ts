import * as fs from 'node:fs/promises';
import * as path from 'node:path';

const MEGABYTE = 1024 * 1024;

/** What a first start takes: the account's packages, npm's cache, and a build with all of its packages. */
const NEEDED_MEGABYTES = 1024;

/**
 * Checks that a folder can be written and its disk has space, before anything is begun there.
 *
 * @throws Error that says what is in the way
 */
export async function assertDiskSpace(directory: string): Promise<void> {
  const probe = path.join(directory, `probe-${process.pid}`);
  try {
    await fs.mkdir(directory, { recursive: true });
    await fs.writeFile(probe, 'probe');
    await fs.rm(probe);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new Error(
      `${directory} cannot be written (${code}), expected a folder that you may write: give yourself access with chown and chmod, or remount its disk for writing`,
      { cause: error },
    );
  }
  const { bavail, bsize } = await fs.statfs(directory);
  const free = Math.floor((bavail * bsize) / MEGABYTE);
  if (free >= NEEDED_MEGABYTES) return;
  throw new Error(
    `the disk of ${directory} has ${free} MB free, expected at least ${NEEDED_MEGABYTES}: free some, or put the checkout on another disk`,
  );
}

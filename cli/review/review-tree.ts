import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { readAssembly, Review, review } from '../../lib/review';
import { checkOut, commitOf } from './checkout';
import { synthesize } from './synthesize';

/**
 * Reviews the working tree as it stands against a commit.
 *
 * @param ref What to compare with, as git names it; without one the branch that pushes go to.
 */
export async function reviewTree(root: string, ref: string | undefined, branch: string): Promise<Review> {
  const commit = await commitOf(root, ref, branch);
  return inFolder(async (folder) => {
    const [checkout, before, after] = ['base', 'before', 'after'].map((name) => path.join(folder, name));
    await Promise.all([
      checkOut(root, commit, checkout).then(() => synthesize(checkout, before)),
      synthesize(root, after),
    ]);
    return reviewAssemblies(before, after);
  });
}

/** Reviews one cloud assembly against another one; both are data, and nothing in them is run. */
export function reviewAssemblies(before: string, after: string): Review {
  return review(readAssembly(before), readAssembly(after));
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'slipway-review-'));
  try {
    return await work(folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

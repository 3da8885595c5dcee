import * as path from 'node:path';
import { readAssembly, Review, review } from '../../lib/review';
import { checkOut, commitOf } from './checkout';
import { inFolder } from './in-folder';
import { synthesize } from './synthesize';

/**
 * Reviews the working tree as it stands against a commit.
 *
 * @param ref What to compare with, as git names it; without one the branch that pushes go to.
 */
export async function reviewTree(root: string, ref: string | undefined, branch: string): Promise<Review> {
  const commit = await commitOf(root, ref, branch);
  // Not on standard output, where the review is.
  console.error(`Synthesising the working tree and ${commit.slice(0, 12)}.`);
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

import { readAssembly, Review } from '../../lib/review';
import { readCaller } from '../shared/caller';
import { reviewClient } from '../shared/deployed/review-client';
import { reviewDeployed } from '../shared/deployed/review-deployed';
import { inFolder } from './in-folder';
import { synthesize } from './synthesize';

/**
 * Reviews the working tree as it stands against what is deployed, as far as the review role reads that.
 *
 * @throws Error when there are no credentials
 */
export async function reviewAgainstDeployed(root: string): Promise<Review> {
  await readCaller();
  return inFolder(async (folder) => {
    await synthesize(root, folder);
    return reviewDeployed(readAssembly(folder), reviewClient);
  });
}

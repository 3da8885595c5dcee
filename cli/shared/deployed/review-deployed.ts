import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { review, Review, ReviewedStack, Unread } from '../../../lib/review';
import { deployedStacks, StackPlace } from './deployed-stacks';

/**
 * Reviews stacks that are going to be deployed against what is deployed of them.
 *
 * @param clientFor A client under the review role of a place.
 * @param moving What is known not to be at rest, and so is not to be relied on.
 */
export async function reviewDeployed(
  after: readonly ReviewedStack[],
  clientFor: (place: StackPlace) => Promise<CloudFormationClient>,
  moving: readonly Unread[] = [],
): Promise<Review> {
  const { before, unread } = await deployedStacks(after, clientFor);
  const isRead = ({ name }: ReviewedStack) => unread.every(({ stack }) => stack !== name);
  return review(before, after.filter(isRead), [...unread, ...moving]);
}

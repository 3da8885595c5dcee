import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { MAX_REVIEW_CHARACTERS } from '../../../lib/pipeline/release/review-build';
import { printReview, readAssembly, shortReview, Unread } from '../../../lib/review';
import { REVIEW_BEGINS, REVIEW_ENDS } from '../../shared/approval/review-marks';
import type { StackPlace } from '../../shared/deployed/deployed-stacks';
import { reviewDeployed } from '../../shared/deployed/review-deployed';

/** The stage that an approver is asked about. */
const STAGE = 'Release';

export interface ReviewReleaseProps {
  /** Folder of the assembly that is to be released. */
  readonly assembly: string;

  /** Link to its commit on GitHub. */
  readonly commitPage: string;

  readonly clientFor: (place: StackPlace) => Promise<CloudFormationClient>;

  /** Waits until nothing but this release moves in Release; what could not be waited for is unread. */
  readonly untilHeld: () => Promise<Unread[]>;
}

/** A review as an approver sees it: in a line, and the whole. */
export interface ReleaseReview {
  readonly short: string;
  readonly whole: string;
}

/** Compares what is deployed in Release with what an assembly would deploy there. */
export async function reviewRelease({
  assembly,
  commitPage,
  clientFor,
  untilHeld,
}: ReviewReleaseProps): Promise<ReleaseReview> {
  const after = readAssembly(assembly).filter(({ stage }) => stage === STAGE);
  if (after.length === 0) throw new Error(`the assembly has no stack in ${STAGE}, expected one at least`);
  const moving = await untilHeld();
  const found = await reviewDeployed(after, clientFor, moving);
  const isUnchanged = found.changes.length === 0 && found.unread.length === 0;
  return {
    short: isUnchanged
      ? `Nothing of ${STAGE} changes.`
      : ended(shortReview(found, MAX_REVIEW_CHARACTERS - 1)),
    whole: [REVIEW_BEGINS, commitPage, '', printReview(found), REVIEW_ENDS].join('\n'),
  };
}

/** A text after which another sentence may begin. */
function ended(text: string): string {
  return /[.…]$/.test(text) ? text : `${text}.`;
}

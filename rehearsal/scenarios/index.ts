import { anotherRegion } from './adoption/another-region';
import { badWorkstation } from './failures/bad-workstation';
import { brokenVerify } from './failures/broken-verify';
import { droppedImage } from './releases/dropped-image';
import { exchangedArtifact } from './approvals/exchanged-artifact';
import { existingProvider } from './adoption/existing-provider';
import { existingRepository } from './adoption/existing-repository';
import { failedChecks } from './failures/failed-checks';
import { failedCreation } from './failures/failed-creation';
import { failedUpdate } from './failures/failed-update';
import { firstRelease } from './releases/first-release';
import { foreignStacks } from './attacks/foreign-stacks';
import { unlimitedGroup } from './attacks/unlimited-group';
import { hostileCommits } from './attacks/hostile-commits';
import { hostileTokens } from './attacks/hostile-tokens';
import { hundredImages } from './releases/hundred-images';
import { imageRepository } from './releases/image-repository';
import { killed } from './failures/killed';
import { missingPermissions } from './failures/missing-permissions';
import { mutationDuringApproval } from './approvals/mutation-during-approval';
import { otherApp } from './attacks/other-app';
import { newImage } from './releases/new-image';
import { otherNames } from './releases/other-names';
import { notices } from './approvals/notices';
import { nothingChanges } from './releases/nothing-changes';
import { plantedTemplate } from './attacks/planted-template';
import { pushDuringApproval } from './approvals/push-during-approval';
import { rejectedApproval } from './approvals/rejected-approval';
import { removedApproval } from './approvals/removed-approval';
import { reviewedApproval } from './approvals/reviewed-approval';
import { retiredImage } from './releases/retired-image';
import { retriedStage } from './failures/retried-stage';
import { escalationPaths } from './attacks/escalation-paths';
import { Scenario } from './scenario';
import { takeover } from './adoption/takeover';
import { severalAccounts } from './adoption/several-accounts';
import { sharedGroups } from './releases/shared-groups';
import { timedOutApproval } from './approvals/timed-out-approval';
import { pendingConnection } from './failures/pending-connection';
import { unreadReview } from './approvals/unread-review';
import { unpreparedAccounts } from './adoption/unprepared-accounts';

/**
 * All scenarios, in the order in which `all` goes through them.
 *
 * Those that need no more than a first release share one account; those with an account of their own come last, the
 * longest of them first: beside others, one that begins late is what everything else waits for.
 */
export const SCENARIOS: readonly Scenario[] = [
  firstRelease,
  newImage,
  nothingChanges,
  hostileTokens,
  imageRepository,
  otherNames,
  failedChecks,
  brokenVerify,
  failedUpdate,
  failedCreation,
  existingRepository,
  retriedStage,
  missingPermissions,
  reviewedApproval,
  unreadReview,
  rejectedApproval,
  timedOutApproval,
  notices,
  pushDuringApproval,
  mutationDuringApproval,
  exchangedArtifact,
  plantedTemplate,
  removedApproval,
  retiredImage,
  droppedImage,
  sharedGroups,
  otherApp,
  escalationPaths,
  hostileCommits,
  unlimitedGroup,
  killed,
  hundredImages,
  foreignStacks,
  pendingConnection,
  existingProvider,
  badWorkstation,
  takeover,
  severalAccounts,
  anotherRegion,
  unpreparedAccounts,
];

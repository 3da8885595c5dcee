import { badMachine } from './bad-machine';
import { brokenVerify } from './broken-verify';
import { droppedImage } from './dropped-image';
import { exchangedArtifact } from './exchanged-artifact';
import { existingProvider } from './existing-provider';
import { existingRepository } from './existing-repository';
import { failedChecks } from './failed-checks';
import { failedCreation } from './failed-creation';
import { failedUpdate } from './failed-update';
import { firstRelease } from './first-release';
import { foreignStacks } from './foreign-stacks';
import { groupWithoutLimits } from './group-without-limits';
import { hostileCommits } from './hostile-commits';
import { hostileTokens } from './hostile-tokens';
import { hundredImages } from './hundred-images';
import { imageRepository } from './image-repository';
import { killed } from './killed';
import { missingRights } from './missing-rights';
import { mutationDuringApproval } from './mutation-during-approval';
import { neighbour } from './neighbour';
import { newImage } from './new-image';
import { nothingChanges } from './nothing-changes';
import { planted } from './planted';
import { pushDuringApproval } from './push-during-approval';
import { rejectedApproval } from './rejected-approval';
import { removedApproval } from './removed-approval';
import { retiredImage } from './retired-image';
import { retriedStage } from './retried-stage';
import { roadsToAdministrator } from './roads-to-administrator';
import { Scenario } from './scenario';
import { seedTakeover } from './seed-takeover';
import { severalAccounts } from './several-accounts';
import { sharedGroups } from './shared-groups';
import { timedOutApproval } from './timed-out-approval';
import { unfinishedHandshake } from './unfinished-handshake';
import { unpreparedAccounts } from './unprepared-accounts';

/**
 * All scenarios, in the order in which `all` goes through them.
 *
 * Those that need no more than a first release share one account; those with an account of their own come last.
 */
export const SCENARIOS: readonly Scenario[] = [
  firstRelease,
  newImage,
  nothingChanges,
  hostileTokens,
  imageRepository,
  failedChecks,
  brokenVerify,
  failedUpdate,
  failedCreation,
  existingRepository,
  retriedStage,
  missingRights,
  rejectedApproval,
  timedOutApproval,
  pushDuringApproval,
  mutationDuringApproval,
  exchangedArtifact,
  planted,
  removedApproval,
  retiredImage,
  droppedImage,
  sharedGroups,
  neighbour,
  roadsToAdministrator,
  hostileCommits,
  groupWithoutLimits,
  foreignStacks,
  unfinishedHandshake,
  existingProvider,
  killed,
  badMachine,
  seedTakeover,
  severalAccounts,
  unpreparedAccounts,
  hundredImages,
];

import { firstRelease } from './first-release';
import { groupWithoutLimits } from './group-without-limits';
import { hostileCommits } from './hostile-commits';
import { neighbour } from './neighbour';
import { newImage } from './new-image';
import { nothingChanges } from './nothing-changes';
import { retiredImage } from './retired-image';
import { roadsToAdministrator } from './roads-to-administrator';
import { Scenario } from './scenario';

/** All scenarios, in the order in which `all` goes through them. */
export const SCENARIOS: readonly Scenario[] = [
  firstRelease,
  nothingChanges,
  newImage,
  retiredImage,
  neighbour,
  roadsToAdministrator,
  hostileCommits,
  groupWithoutLimits,
];

import { firstRelease } from './first-release';
import { newImage } from './new-image';
import { nothingChanges } from './nothing-changes';
import { retiredImage } from './retired-image';
import { Scenario } from './scenario';

/** All scenarios, in the order in which `all` goes through them. */
export const SCENARIOS: readonly Scenario[] = [firstRelease, nothingChanges, newImage, retiredImage];

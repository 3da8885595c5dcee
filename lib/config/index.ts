import { checkActions } from './checks/action-checks';
import { ConfigurationError } from './configuration-error';
import type { Distribution } from './distribution';
import { fillIn } from './fill-in';
import { checkGroups } from './checks/group-checks';
import { checkIdentities } from './checks/identity-checks';
import { checkImages } from './checks/image-checks';
import { checkNotifications } from './checks/notification-checks';
import { parse } from './parse';
import { checkPlaces } from './checks/place-checks';
import { checkReleases } from './checks/release-checks';
import { checkStages } from './checks/stage-checks';
import type { DistributionInput } from './settings/distribution-settings';

export * from './configuration-error';
export * from './distribution';
export type { DistributionInput } from './settings/distribution-settings';
export type { ImageInput } from './settings/image-settings';
export type { NotificationsInput } from './settings/notification-settings';
export type { ReleaseInput } from './settings/release-settings';
export type { LifecycleInput, StageInput } from './settings/stage-settings';
export { warningsOf } from './warnings';

/**
 * The distribution that a team describes, checked and with everything filled in.
 *
 * @throws ConfigurationError with all mistakes, before any construct is made
 */
export function defineDistribution(configuration: DistributionInput): Distribution {
  const { mistakes, sound, settings } = parse(configuration);
  const isMistaken = (path: string) => mistakes.some((mistake) => mistake.path === path);
  const all = [
    ...mistakes,
    ...(sound.images ? checkImages(sound.images, isMistaken) : []),
    ...(sound.images ? checkIdentities(sound.images) : []),
    ...checkStages(sound, isMistaken),
    ...checkPlaces(sound),
    ...checkActions(sound),
    ...checkGroups(sound, isMistaken),
    ...checkReleases(sound, isMistaken),
    ...checkNotifications(sound, isMistaken),
  ];
  if (!settings || all.length > 0) throw new ConfigurationError(all);
  return fillIn(settings);
}

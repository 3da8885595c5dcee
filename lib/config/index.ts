import { checkActions } from './checks/action-checks';
import { ConfigurationError } from './configuration-error';
import type { Distribution } from './distribution';
import type { DistributionInput } from './distribution-input';
import { fillIn } from './fill-in';
import { checkGroups } from './checks/group-checks';
import { checkImages } from './checks/image-checks';
import { parse } from './parse';
import { checkReleases } from './checks/release-checks';
import { checkStages } from './checks/stage-checks';

export * from './configuration-error';
export * from './distribution';
export type * from './distribution-input';

/**
 * The distribution that a team describes, checked and with everything filled in.
 *
 * @throws ConfigurationError with all mistakes, before any construct is made
 */
export function defineDistribution(configuration: DistributionInput): Distribution {
  const { mistakes, sound, input } = parse(configuration);
  const isMistaken = (path: string) => mistakes.some((mistake) => mistake.path === path);
  const all = [
    ...mistakes,
    ...(sound.images ? checkImages(sound.images, isMistaken) : []),
    ...checkStages(sound, isMistaken),
    ...checkActions(sound),
    ...checkGroups(sound, isMistaken),
    ...checkReleases(sound, isMistaken),
  ];
  if (!input || all.length > 0) throw new ConfigurationError(all);
  return fillIn(input);
}

import { checkActions } from './config/action-checks';
import { ConfigurationError } from './config/configuration-error';
import type { Distribution } from './config/distribution';
import type { DistributionInput } from './config/distribution-input';
import { fillIn } from './config/fill-in';
import { checkGroups } from './config/group-checks';
import { checkImages } from './config/image-checks';
import { parse } from './config/parse';
import { checkReleases } from './config/release-checks';
import { checkStages } from './config/stage-checks';

export * from './config/configuration-error';
export * from './config/distribution';
export type * from './config/distribution-input';

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

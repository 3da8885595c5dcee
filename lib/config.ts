import type { Distribution } from './config/distribution';
import type { DistributionInput } from './config/distribution-input';
import { fillIn } from './config/fill-in';

export * from './config/distribution';
export type * from './config/distribution-input';

/** The distribution that a team describes. */
export function defineDistribution(input: DistributionInput): Distribution {
  return fillIn(input);
}

import { Environment } from './environments';
import { Place } from './place';

/**
 * The environments to bootstrap: those that are named, or all in the caller's account.
 *
 * @param here Where the caller is.
 * @throws Error when one has nothing of the distribution, or is in an account that is not the caller's
 */
export function chooseEnvironments(
  all: readonly Environment[],
  chosen: readonly Place[],
  here: Place,
): Environment[] {
  const list = all.map(({ account, region }) => `aws://${account}/${region}`).join(', ');
  const foreign = chosen.find(({ account }) => account !== here.account);
  if (foreign) {
    throw new Error(
      `aws://${foreign.account}/${foreign.region} is not in account ${here.account}, whose credentials you have; use those of ${foreign.account}, with --profile for instance`,
    );
  }
  if (chosen.length === 0) {
    const own = all.filter(({ account }) => account === here.account);
    if (own.length > 0) return own;
    throw new Error(
      `distribution.config.ts puts nothing into account ${here.account}, whose credentials you have, expected one of ${list}; use the credentials of that account, with --profile for instance`,
    );
  }
  return chosen.map((place) => {
    const found = all.find(({ account, region }) => account === place.account && region === place.region);
    if (found) return found;
    throw new Error(
      `distribution.config.ts puts nothing into aws://${place.account}/${place.region}, expected one of ${list}; change the configuration first, or name one of these`,
    );
  });
}

import distribution from '../../distribution.config';
import { STAGE_NAMES, StageName } from '../../lib/config';
import { LocalAccount } from '../../emulators/account/local-account';
import { WorkTree } from './work-tree';

const FILE = 'distribution.config.ts';

/** Where the configuration ends; of two settings the later one counts. */
const END = /,?\s*\}\s*\)\s*;?\s*$/;

/** Of these, whichever the pipeline is not in. */
const REGIONS = ['eu-central-1', 'eu-west-1'];

/** The stages, each with the account and region in which it is to be. */
export type StagePlaces = Readonly<Record<StageName, LocalAccount>>;

/** An account, seen from another region than that of the pipeline. */
export function inAnotherRegion(account: LocalAccount): LocalAccount {
  const region = REGIONS.find((one) => one !== account.region) ?? account.region;
  return account.in(region);
}

/**
 * Has the configuration put the pipeline into one account and each stage where it is to be, whatever else it says.
 *
 * All is written out, as the bootstrap wants it.
 *
 * @param pipeline Where the pipeline is.
 */
export async function placeStages(
  tree: WorkTree,
  pipeline: Pick<LocalAccount, 'accountId' | 'region'>,
  places: StagePlaces,
): Promise<void> {
  await tree.takeFromCheckout(FILE);
  const stages = Object.fromEntries(
    STAGE_NAMES.map((name) => [name, { ...distribution.stages[name], ...placeOf(places[name]) }]),
  );
  const settings = [`pipeline: ${JSON.stringify(placeOf(pipeline))}`, `stages: ${JSON.stringify(stages)}`];
  await tree.replace(FILE, END, `,\n  ${settings.join(',\n  ')},\n});\n`);
}

function placeOf({ accountId: account, region }: Pick<LocalAccount, 'accountId' | 'region'>) {
  return { account, region };
}

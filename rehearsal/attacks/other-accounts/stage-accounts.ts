import distribution from '../../../distribution.config';
import { STAGE_NAMES, StageName } from '../../../lib/config';
import { LocalAccount } from '../../../emulators/account/local-account';
import { WorkTree } from '../../source/work-tree';

const FILE = 'distribution.config.ts';

/** Where the configuration ends; of two settings the later one counts. */
const END = /,?\s*\}\s*\)\s*;?\s*$/;

/** The stages, each with the account in which it is to be. */
export type StageAccounts = Readonly<Record<StageName, LocalAccount>>;

/**
 * Has the configuration put the pipeline into one account and each stage into another, whatever else it says.
 *
 * All is written out, as the bootstrap wants it.
 *
 * @param pipelineAccount Number of the pipeline's account.
 */
export async function assignAccounts(
  tree: WorkTree,
  pipelineAccount: string,
  accounts: StageAccounts,
): Promise<void> {
  await tree.takeFromCheckout(FILE);
  const { region } = accounts.Development;
  const stages = Object.fromEntries(
    STAGE_NAMES.map((name) => [name, { ...distribution.stages[name], account: accounts[name].accountId }]),
  );
  const settings = [
    `pipeline: ${JSON.stringify({ account: pipelineAccount, region })}`,
    `stages: ${JSON.stringify(stages)}`,
  ];
  await tree.replace(FILE, END, `,\n  ${settings.join(',\n  ')},\n});\n`);
}

import { STAGE_NAMES, StageName } from '../../lib/config';
import { LocalAccount } from '../account/local-account';
import { WorkTree } from '../work-tree';

const FILE = 'distribution.config.ts';

/** However the configuration writes it. */
const IMPORT = /import\s*\{\s*defineDistribution\s*\}\s*from\s*(['"])\.\/lib\/config\1;?/;

/** The stages, each with the account in which it is to be. */
export type StageAccounts = Readonly<Record<StageName, LocalAccount>>;

/**
 * Has the configuration put the pipeline into one account and each stage into another, whatever else it says.
 *
 * @param pipelineAccount Number of the pipeline's account.
 */
export async function spread(
  tree: WorkTree,
  pipelineAccount: string,
  accounts: StageAccounts,
): Promise<void> {
  await tree.takeFromCheckout(FILE);
  const region = accounts.Development.region;
  const stages = STAGE_NAMES.map(
    (name) => `${name}: { ...input.stages?.${name}, account: '${accounts[name].accountId}' }`,
  );
  await tree.replace(
    FILE,
    IMPORT,
    `import { defineDistribution as define, DistributionInput } from './lib/config';

const defineDistribution = (input: DistributionInput) =>
  define({
    ...input,
    pipeline: { account: '${pipelineAccount}', region: '${region}' },
    stages: { ${stages.join(', ')} },
  });
`,
  );
}

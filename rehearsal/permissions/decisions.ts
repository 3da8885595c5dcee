import { Identity, Level, LEVEL_ACTIONS } from '../../lib/access/permission-tables';
import { StageName } from '../../lib/config';
import { LocalAccount } from '../../emulators/account/local-account';
import { checkPolicies } from './policy-checks';
import { readRegistries } from './registries';

/** Whatever the account allows any identity to do with any repository, as it decides, not as the tables say. */
export async function allowedDecisions(account: LocalAccount): Promise<string[]> {
  const checks = await checkPolicies(account, await readRegistries(account));
  return checks
    .filter(({ actual }) => actual === 'allowed')
    .map(({ question }) => question)
    .sort();
}

/** The same with a level more for the identities of a stage, each on its own repository. */
export async function withLevel(
  account: LocalAccount,
  decisions: readonly string[],
  { stageName, identity, level }: { stageName: StageName; identity: Identity; level: Level },
): Promise<string[]> {
  const registries = await readRegistries(account, [stageName]);
  const gained = registries
    .filter(({ identities }) => identities[identity])
    .flatMap(({ stackName, repositoryArn }) =>
      LEVEL_ACTIONS[level].map((action) => `${stackName} ${identity}: ${action} on ${repositoryArn}`),
    );
  return [...new Set([...decisions, ...gained])].sort();
}

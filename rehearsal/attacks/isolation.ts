import distribution from '../../distribution.config';
import { STAGE_NAMES } from '../../lib/config';
import { toolkitRoleArn } from '../actors/toolkit-name';
import { readRegistries } from '../permissions/registries';
import { expectEqual } from '../observe/expect';
import { accountAttempts } from './catalogues/account';
import { succeededFor } from './engine/succeeded';
import { SeveralAccounts } from './other-accounts/several-accounts';
import { accountPrincipals } from './principals/account-principals';

/**
 * Has every principal in the account of each stage try to get into every other account; returns the attempts' number.
 *
 * Only what deploys gets across: the toolkit's deploy role reads the pipeline's artifacts in its own region.
 */
export async function expectIsolation(accounts: SeveralAccounts): Promise<number> {
  let attempted = 0;
  for (const stage of STAGE_NAMES) {
    const account = accounts.stages[stage];
    const principals = await accountPrincipals(account, await readRegistries(account, [stage]));
    for (const target of accounts.places.filter((other) => other !== account)) {
      const attempts = await accountAttempts(target);
      for (const principal of principals) {
        const succeeded = await succeededFor(target, principal, attempts);
        const holdsArtifacts =
          target.accountId === accounts.home.accountId && target.region === account.region;
        const isReader = holdsArtifacts && principal.arn === toolkitRoleArn(account, 'deploy');
        const expected = isReader ? new RegExp(`^read ${distribution.name}-artifacts-`) : /(?!)/;
        expectEqual(
          `what ${principal.name} of ${stage} can do in account ${target.accountId}, ${target.region}`,
          succeeded.filter((attempt) => !expected.test(attempt)),
          [],
        );
        if (isReader) {
          expectEqual(
            `whether ${principal.name} of ${stage} reads the artifacts`,
            succeeded.length > 0,
            true,
          );
        }
        attempted += attempts.length;
      }
    }
  }
  return attempted;
}

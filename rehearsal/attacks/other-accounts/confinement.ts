import distribution from '../../../distribution.config';
import { STAGE_NAMES } from '../../../lib/config';
import { readRegistries } from '../../permissions/registries';
import { expectEqual } from '../../scenarios/scenario';
import { attemptsOn, succeeding } from './attempts';
import { inhabitantsOf } from './principals';
import { SeveralAccounts } from './several-accounts';

/**
 * Has everybody in the account of each stage try to get into every other account.
 *
 * The one thing that is open is what deploys: the toolkit's deploy role reads the pipeline's artifacts.
 */
export async function expectConfinement(accounts: SeveralAccounts): Promise<number> {
  let asked = 0;
  for (const stage of STAGE_NAMES) {
    const account = accounts.stages[stage];
    const inhabitants = await inhabitantsOf(account, await readRegistries(account, [stage]));
    for (const target of accounts.all.filter((other) => other !== account)) {
      const attempts = await attemptsOn(target);
      for (const { name, credentials } of inhabitants) {
        const open = await succeeding(attempts, credentials);
        const isReader = target === accounts.home && name.includes(':role/cdk-slipway-deploy-role-');
        const expected = isReader ? new RegExp(`^read ${distribution.name}-artifacts-`) : /(?!)/;
        expectEqual(
          `what ${name} of ${stage} can do in account ${target.accountId}`,
          open.filter((attempt) => !expected.test(attempt)),
          [],
        );
        asked += attempts.length;
      }
    }
  }
  return asked;
}

import { readRegistries } from '../../permissions/registries';
import { mismatchesOf } from '../../permissions/permission-check';
import { checkTrust } from '../../permissions/trust-checks';
import { expectEqual } from '../../observe/expect';
import { Scenario } from '../scenario';

/** Whoever is not the one job that a role trusts gets nothing from STS. */
export const hostileTokens: Scenario = {
  name: 'hostile-tokens',
  summary: 'Tokens of other repositories, environments, branches, owners and audiences are refused by STS',
  begins: 'released',

  async run(rehearsal) {
    const { account } = rehearsal;
    await rehearsal.step('Every push role, asked for with real and hostile tokens', async (display) => {
      const checks = await checkTrust(account, await readRegistries(account));
      const refused = checks.filter(({ actual }) => actual === 'refused');
      expectEqual('the mismatches', mismatchesOf(checks), []);
      for (const { question } of refused) display.line(`refused: ${question}`);
    });
  },
};

import { readRegistries } from '../../permissions/registries';
import { decideTokens } from '../../permissions/token-decisions';
import { expectEqual, Scenario } from '../scenario';

/** Whoever is not the one job that a role trusts gets nothing from STS. */
export const hostileTokens: Scenario = {
  name: 'hostile-tokens',
  summary: 'Tokens of other repositories, environments, branches, owners and audiences are refused by STS',
  begins: 'released',

  async run(rehearsal) {
    const { account } = rehearsal;
    await rehearsal.step('Every push role, asked for with real and hostile tokens', async (display) => {
      const decisions = await decideTokens(account, await readRegistries(account));
      const refused = decisions.filter(({ decided }) => decided === 'refused');
      const wrong = decisions.filter(({ decided, expected }) => decided !== expected);
      expectEqual('the wrong decisions', wrong, []);
      for (const { question } of refused) display.line(`refused: ${question}`);
    });
  },
};

import { leaveOutChecks } from '../checks';
import { createIdentityProvider } from '../identity-provider';
import { expectEqual, expectMatch, Scenario } from './scenario';

const STACK = 'GitHubIdentityProvider';

/** An account has one provider for GitHub: who has it already says so in the configuration. */
export const existingProvider: Scenario = {
  name: 'existing-provider',
  summary:
    "GitHub's identity provider exists already: the error names the setting, and with it all goes well",
  begins: 'empty',

  async run(rehearsal) {
    const { account, source } = rehearsal;
    await createIdentityProvider(account);
    await rehearsal.setUp();
    await rehearsal.seeSourceFail();
    await rehearsal.finishHandshake();
    await leaveOutChecks(source);

    const found = await rehearsal.releaseFails(await rehearsal.push('First release'));
    expectMatch('what Development says', found, /^Development\S* › GitHubIdentityProvider.*already exists/m);
    expectMatch('what the status says', await rehearsal.status(), /identityProvider: 'existing'/);

    await rehearsal.deleteStack(STACK);
    await source.replace(
      'distribution.config.ts',
      /(?<=defineDistribution\(\s*\{)/,
      "\n  identityProvider: 'existing',",
    );
    await rehearsal.releases(await rehearsal.push('The account has a provider'));
    expectEqual(`the stack ${STACK}`, (await rehearsal.stacks()).has(STACK), false);
    await rehearsal.checkPermissions();
  },
};

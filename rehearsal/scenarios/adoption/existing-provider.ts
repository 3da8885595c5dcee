import {
  AddClientIDToOpenIDConnectProviderCommand,
  DeleteOpenIDConnectProviderCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import { GITHUB_ISSUER } from '../../../lib/constructs/github-identity-provider';
import { LocalAccount } from '../../../emulators/account/local-account';
import { assumeRole } from '../../actors/assume-role';
import { leaveOutChecks } from '../../source/checks';
import { toolkitRoleArn } from '../../actors/toolkit-name';
import { expectRefused } from '../../observe/refusal';
import { expectEqual, expectMatch, Scenario } from '../scenario';
import { PROVIDER_STACK } from '../../../lib/names';

const STACK = PROVIDER_STACK;

/** An account has one provider for GitHub: who has it already says so in the configuration. */
export const existingProvider: Scenario = {
  name: 'existing-provider',
  summary:
    "GitHub's identity provider exists already: the error names the setting, and with it all goes well",
  begins: 'empty',

  async run(rehearsal) {
    const { account, workTree } = rehearsal;
    await rehearsal.administrator.createIdentityProvider();
    await rehearsal.setUp();
    await rehearsal.connect();
    await leaveOutChecks(workTree);

    const found = await rehearsal.releaseFails(await rehearsal.push('First release'));
    expectMatch('what Development says', found, /^Development\S* › GitHubIdentityProvider.*already exists/m);
    expectMatch('what the status says', await rehearsal.operator.status(), /identityProvider: 'existing'/);

    await rehearsal.administrator.deleteStack(STACK);
    await workTree.replace(
      'distribution.config.ts',
      /(?<=defineDistribution\(\s*\{)/,
      "\n  identityProvider: 'existing',",
    );
    await rehearsal.administrator.bootstrap('--identity-provider=existing');
    await rehearsal.step('CloudFormation has no right to the provider any more', () =>
      expectLeftAlone(account),
    );
    await rehearsal.releases(await rehearsal.push('The account has a provider'));
    expectEqual(`the stack ${STACK}`, (await rehearsal.stacks()).has(STACK), false);
    await rehearsal.checkPermissions();
  },
};

/** Tries to change and to delete the provider by the one role that could have a right to it. */
async function expectLeftAlone(account: LocalAccount): Promise<void> {
  const { accountId } = account;
  const role = toolkitRoleArn(account, 'cfn-exec');
  const iam = new IAMClient(account.sdk(await assumeRole(account, role)));
  const provider = { OpenIDConnectProviderArn: `arn:aws:iam::${accountId}:oidc-provider/${GITHUB_ISSUER}` };
  const added = new AddClientIDToOpenIDConnectProviderCommand({ ...provider, ClientID: 'ours' });
  await expectRefused(iam.send(added), 'AccessDenied');
  await expectRefused(iam.send(new DeleteOpenIDConnectProviderCommand(provider)), 'AccessDenied');
}

import {
  AddClientIDToOpenIDConnectProviderCommand,
  DeleteOpenIDConnectProviderCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import { GITHUB_ISSUER } from '../../../lib/constructs/github-identity-provider';
import { LocalAccount } from '../../../emulators/account/local-account';
import { assumeRole } from '../../actors/sessions/assume-role';
import { leaveOutChecks } from '../../source/checks';
import { toolkitRoleArn } from '../../actors/toolkit-name';
import { expectRefused } from '../../observe/refusal';
import { expectEqual, expectMatch } from '../../observe/expect';
import { Scenario } from '../scenario';
import { PROVIDER_STACK } from '../../../lib/names';

const STACK = PROVIDER_STACK;

/** An account has one identity provider for GitHub: the configuration says whether it exists already. */
export const existingProvider: Scenario = {
  name: 'existing-provider',
  summary:
    "GitHub's identity provider exists already: the error names the setting, and with it the release succeeds",
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
    await rehearsal.step('CloudFormation has no permission on the provider any more', () =>
      expectOutOfReach(account),
    );
    await rehearsal.releases(await rehearsal.push('The account has a provider'));
    expectEqual(`the stack ${STACK}`, (await rehearsal.stacks()).has(STACK), false);
    await rehearsal.checkPermissions();
  },
};

/** Tries to change and to delete the provider by the one role that could have a permission on it. */
async function expectOutOfReach(account: LocalAccount): Promise<void> {
  const { accountId } = account;
  const role = toolkitRoleArn(account, 'cfn-exec');
  const iam = new IAMClient(account.sdk(await assumeRole(account, role)));
  const provider = { OpenIDConnectProviderArn: `arn:aws:iam::${accountId}:oidc-provider/${GITHUB_ISSUER}` };
  const added = new AddClientIDToOpenIDConnectProviderCommand({ ...provider, ClientID: 'ours' });
  await expectRefused(iam.send(added), 'AccessDenied');
  await expectRefused(iam.send(new DeleteOpenIDConnectProviderCommand(provider)), 'AccessDenied');
}

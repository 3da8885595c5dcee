import { CreateOpenIDConnectProviderCommand, IAMClient } from '@aws-sdk/client-iam';
import { GITHUB_AUDIENCE, GITHUB_ISSUER } from '../../lib/constructs/github-identity-provider';
import { LocalAccount } from '../../emulators/account/local-account';

/** GitHub as an identity provider, as somebody made it in the console before. */
export async function createIdentityProvider(account: LocalAccount): Promise<void> {
  const provider = { Url: `https://${GITHUB_ISSUER}`, ClientIDList: [GITHUB_AUDIENCE] };
  await new IAMClient(account.sdk()).send(new CreateOpenIDConnectProviderCommand(provider));
}

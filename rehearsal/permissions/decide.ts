import { LocalAccount } from '../../emulators/account/local-account';
import { decideAccess, Decision } from './access-decisions';
import { Registry } from './registries';
import { decideTokens } from './token-decisions';

/** Has the account decide every permission of every identity, and every trust. */
export async function decide(account: LocalAccount, registries: readonly Registry[]): Promise<Decision[]> {
  return [...(await decideAccess(account, registries)), ...(await decideTokens(account, registries))];
}

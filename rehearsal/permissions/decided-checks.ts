import { LocalAccount } from '../../emulators/account/local-account';
import { PermissionCheck } from './permission-check';
import { checkPolicies } from './policy-checks';
import { Registry } from './registries';
import { checkTrust } from './trust-checks';

/** Checks every permission of every identity by the account's policy evaluator, and the trust of every push role. */
export async function checkDecisions(
  account: LocalAccount,
  registries: readonly Registry[],
): Promise<PermissionCheck[]> {
  return [...(await checkPolicies(account, registries)), ...(await checkTrust(account, registries))];
}

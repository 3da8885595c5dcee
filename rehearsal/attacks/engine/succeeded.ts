import { LocalAccount } from '../../../emulators/account/local-account';
import { isRefused } from '../../observe/refusal';
import { Attempt, namesWhere, Principal } from './attempt';
import { clientsOf } from './clients';

/** Names of the attempts that succeeded for a principal; whatever is not refused outright counts as succeeded. */
export function succeededFor(
  account: LocalAccount,
  { credentials }: Principal,
  attempts: readonly Attempt[],
): Promise<string[]> {
  const clients = clientsOf(account, credentials);
  return namesWhere(attempts, async ({ call }) => !(await isRefused(call(clients))));
}

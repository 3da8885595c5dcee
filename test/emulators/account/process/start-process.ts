import { LocalAccount } from '../../../../emulators/account/local-account';
import { DIRECTORY } from '../../support/paths';

/** An account in a process of its own. */
export function startProcess(name: string): Promise<LocalAccount> {
  return LocalAccount.start({ directory: DIRECTORY, name: `tests/${name}` });
}

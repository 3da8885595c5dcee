import { LocalAccount, LocalAccountProps } from '../../../../emulators/account/local-account';
import { DIRECTORY } from '../../../../rehearsal/runner/paths';

/** An account for one test file, beside those of other files. */
export function startAccount(
  name: string,
  codePipeline?: LocalAccountProps['codePipeline'],
): Promise<LocalAccount> {
  return LocalAccount.start({ directory: DIRECTORY, name: `tests/${name}`, codePipeline });
}

/** A first start installs packages. */
export const START_TIMEOUT = 120_000;

import { CodePipelineAddress, LocalAccount } from '../../../../emulators/account/local-account';
import type { AccountGlobals } from './shared/account-environment';

const { accounts } = globalThis as AccountGlobals;
if (!accounts)
  throw new Error("no accounts for tests, expected the environment of Jest's project `rehearsal`");

/** A number of an account that no test has used. */
export const newAccountNumber = (): string => accounts.newNumber();

/** Number of the account of this test file. */
export const ACCOUNT = newAccountNumber();

/**
 * Opens the account of this test file, empty at first, in the process that the files of a worker share.
 *
 * @param codePipeline What answers for CodePipeline in it. @default - it is unavailable
 * @param accountId Its number. @default - that of this test file
 */
export async function openAccount(
  codePipeline?: CodePipelineAddress,
  accountId = ACCOUNT,
): Promise<LocalAccount> {
  return LocalAccount.at(await accounts!.address(accountId, codePipeline));
}

// A machine that is busy elsewhere answers late.
jest.setTimeout(30_000);

/** A first start installs packages. */
export const START_TIMEOUT = 120_000;

import { createHash } from 'node:crypto';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { isAlive } from '../../../../../emulators/account/is-alive';
import {
  AccountAddress,
  CodePipelineAddress,
  LocalAccount,
} from '../../../../../emulators/account/local-account';
import { DIRECTORY, ROOT } from '../../../support/paths';
import { CodePipelineRelay } from './code-pipeline-relay';

/** Folder, in that of all accounts, for what the process of each worker writes. */
const FOLDER = 'tests/workers';

/** The accounts of one test file. */
export interface AccountsOfFile {
  /** A number of an account that no test has used, the same in each run. */
  newNumber(): string;

  /** Starts the process if need be. */
  address(accountId: string, codePipeline?: CodePipelineAddress): Promise<AccountAddress>;
}

/** A process of accounts, started when the first test needs it, that ends with the worker of Jest. */
export class SharedProcess {
  private readonly relay = new CodePipelineRelay();
  private readonly used = new Set<string>();
  private started?: Promise<LocalAccount>;

  accountsOf(testPath: string): AccountsOfFile {
    return {
      newNumber: () => this.newNumber(testPath),
      address: async (accountId, codePipeline) => {
        this.started ??= this.start();
        const account = await this.started;
        if (codePipeline) this.relay.route(accountId, codePipeline);
        return account.another(accountId).address;
      },
    };
  }

  private newNumber(testPath: string): string {
    const digest = createHash('sha256').update(path.relative(ROOT, testPath)).digest();
    let number = 300_000_000_000 + digest.readUIntBE(0, 4);
    while (this.used.has(String(number))) number++;
    this.used.add(String(number));
    return String(number);
  }

  private async start(): Promise<LocalAccount> {
    const codePipeline = await this.relay.listen();
    await removeAbandoned();
    // Jest may run twice at a time, each with a worker of the same number.
    const name = path.join(FOLDER, String(process.pid));
    const account = await LocalAccount.start({ directory: DIRECTORY, name, codePipeline });
    account.unref();
    return account;
  }
}

/** Removes what the processes of workers wrote that have ended. */
async function removeAbandoned(): Promise<void> {
  const folder = path.join(DIRECTORY, FOLDER);
  await fs.mkdir(folder, { recursive: true });
  const ended = (await fs.readdir(folder)).filter((pid) => !isAlive(Number(pid)));
  await Promise.all(ended.map((pid) => fs.rm(path.join(folder, pid), { recursive: true, force: true })));
}

import { TestEnvironment } from 'jest-environment-node';
import { AccountsOfFile, SharedProcess } from './shared-process';

/** What this environment adds to the globals of a test file. */
export interface AccountGlobals {
  accounts?: AccountsOfFile;
}

/**
 * Jest's environment of Node, with a process of accounts that the test files of a worker share.
 *
 * Jest gives each test file modules and globals of its own. This module is outside of them: a worker loads it once.
 */
export default class AccountEnvironment extends TestEnvironment {
  private static readonly process = new SharedProcess();

  private readonly testPath: string;

  constructor(...[config, context]: ConstructorParameters<typeof TestEnvironment>) {
    super(config, context);
    this.testPath = context.testPath;
  }

  override async setup(): Promise<void> {
    await super.setup();
    (this.global as AccountGlobals).accounts = AccountEnvironment.process.accountsOf(this.testPath);
  }
}

import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { leaveOutChecks } from '../source/checks';
import { DIRECTORY, ROOT } from '../runner/paths';
import { runCommand } from '../runner/run-command';
import { WorkTree } from '../source/work-tree';
import { RehearsalProcess, StartOptions } from './rehearsal-process';

/** Where the packages of the account lie, once they were installed. */
const PYTHON = 'python';

/**
 * A checkout of its own, as somebody else would have it, in which `npm start` can come to harm.
 *
 * It has the packages of this one, and leaves the checks of a push out.
 */
export class AnotherCheckout extends WorkTree {
  static async create(): Promise<AnotherCheckout> {
    const checkout = new AnotherCheckout(path.join(DIRECTORY, 'another-checkout'));
    await fs.rm(checkout.directory, { recursive: true, force: true });
    await fs.mkdir(checkout.rehearsal, { recursive: true });
    await checkout.takeCheckout();
    await leaveOutChecks(checkout);
    await fs.symlink(path.join(ROOT, 'node_modules'), path.join(checkout.directory, 'node_modules'));
    await checkout.usePackages();
    await runCommand('git', ['init', '--quiet'], { cwd: checkout.directory });
    await runCommand('git', ['add', '--all'], { cwd: checkout.directory });
    return checkout;
  }

  /** Its `.rehearsal/`. */
  get rehearsal(): string {
    return path.join(this.directory, '.rehearsal');
  }

  /** `npm start`, with these options. */
  start(options: StartOptions = {}): RehearsalProcess {
    return new RehearsalProcess(this.directory, options);
  }

  /** Has the packages of the account at hand, as after a first start. */
  async usePackages(): Promise<void> {
    await fs.symlink(path.join(DIRECTORY, PYTHON), path.join(this.rehearsal, PYTHON));
  }

  /** Forgets all that earlier starts have left. */
  async forget(): Promise<void> {
    await fs.rm(this.rehearsal, { recursive: true, force: true, maxRetries: 3 });
    await fs.mkdir(this.rehearsal);
  }

  /** What starts have written outside `.rehearsal/`: files that came, changed or went. */
  async writtenOutside(): Promise<string[]> {
    const status = await runCommand('git', ['status', '--porcelain', '--ignored'], { cwd: this.directory });
    const isExpected = (line: string) => /^A  |^!! (\.rehearsal\/|node_modules)$/.test(line);
    return status.split('\n').filter((line) => line && !isExpected(line));
  }

  async remove(): Promise<void> {
    await fs.rm(this.directory, { recursive: true, force: true, maxRetries: 3 });
  }
}

import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { leaveOutChecks } from '../source/checks';
import { ROOT } from '../runner/directory/paths';
import { RehearsalDirectory } from '../runner/directory/rehearsal-directory';
import { runCommand } from '../runner/run-command';
import { WorkTree } from '../source/work-tree';
import { RehearsalProcess, StartOptions } from './rehearsal-process';

/** Folder of the account's packages, once they were installed. */
const PYTHON = 'python';

/**
 * A checkout of its own, as another user would have it, in which `npm start` can come to harm.
 *
 * It has the packages of this one, and leaves the checks of a push out.
 */
export class AnotherCheckout {
  /** @param shared Folder with what rehearsals download and keep. */
  static async create({ path: own, shared }: RehearsalDirectory): Promise<AnotherCheckout> {
    const tree = new WorkTree(path.join(own, 'another-checkout'));
    const checkout = new AnotherCheckout(tree, shared);
    await fs.rm(tree.directory, { recursive: true, force: true });
    await fs.mkdir(checkout.rehearsal, { recursive: true });
    await tree.takeCheckout();
    await leaveOutChecks(tree);
    await fs.symlink(path.join(ROOT, 'node_modules'), path.join(tree.directory, 'node_modules'));
    await checkout.usePackages();
    await runCommand('git', ['init', '--quiet'], { cwd: tree.directory });
    await runCommand('git', ['add', '--all'], { cwd: tree.directory });
    return checkout;
  }

  private constructor(
    readonly tree: WorkTree,
    private readonly shared: string,
  ) {}

  /** Its `.rehearsal/`. */
  get rehearsal(): string {
    return path.join(this.tree.directory, '.rehearsal');
  }

  /** `npm start`, with these options. */
  start(options: StartOptions = {}): RehearsalProcess {
    return new RehearsalProcess(this.tree.directory, options);
  }

  /** Has the packages of the account installed, as after a first start. */
  async usePackages(): Promise<void> {
    await fs.symlink(path.join(this.shared, PYTHON), path.join(this.rehearsal, PYTHON));
  }

  /** Forgets all that earlier starts have left. */
  async forget(): Promise<void> {
    await fs.rm(this.rehearsal, { recursive: true, force: true, maxRetries: 3 });
    await fs.mkdir(this.rehearsal);
  }

  /** What starts have written outside `.rehearsal/`: files that came, changed or went. */
  async writtenOutside(): Promise<string[]> {
    const cwd = this.tree.directory;
    const status = await runCommand('git', ['status', '--porcelain', '--ignored'], { cwd });
    const isExpected = (line: string) => /^A  |^!! (\.rehearsal\/|node_modules)$/.test(line);
    return status.split('\n').filter((line) => line && !isExpected(line));
  }

  async remove(): Promise<void> {
    await fs.rm(this.tree.directory, { recursive: true, force: true, maxRetries: 3 });
  }
}

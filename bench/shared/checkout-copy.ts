import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import type { DistributionInput } from '../../lib/config';
import { WorkTree } from '../../rehearsal/source/work-tree';
import { seconds } from './measure';
import { configurationFile, ImageConfiguration } from './image-configuration';

const ROOT = path.resolve(__dirname, '../..');
const REHEARSALS = path.join(ROOT, '.rehearsal');

/** What rehearsals download and keep, so that a copy need not do it again. */
const DOWNLOADS = ['python', 'npm-cache'];

/** Lends a folder, and removes it afterwards. */
export async function inFolder<T>(work: (folder: string) => T | Promise<T>): Promise<T> {
  await fs.mkdir(REHEARSALS, { recursive: true });
  const folder = await fs.mkdtemp(path.join(REHEARSALS, 'bench-'));
  try {
    return await work(folder);
  } finally {
    await fs.rm(folder, { recursive: true, force: true });
  }
}

/**
 * The checkout as it stands, with another configuration: what is measured in it runs as it does in a clone.
 *
 * The configuration of the checkout itself is left alone.
 */
export class CheckoutCopy {
  static async make(folder: string): Promise<CheckoutCopy> {
    await new WorkTree(folder).takeCheckout();
    await fs.symlink(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
    return new CheckoutCopy(folder);
  }

  private constructor(readonly folder: string) {}

  async configure(
    configuration: ImageConfiguration,
    changes: Partial<DistributionInput> = {},
  ): Promise<void> {
    const file = path.join(this.folder, 'distribution.config.ts');
    await fs.writeFile(file, configurationFile(configuration, changes));
  }

  /**
   * `npx cdk synth`; returns the seconds that it took.
   *
   * @param validates Whether CDK validates the templates, as `npm run verify` has it do.
   */
  synth(output: string, validates = false): number {
    const command = `npx cdk synth --quiet --output '${output}'`;
    return seconds(command, this.folder, { CDK_VALIDATION: String(validates) });
  }

  /** Makes it a repository of its own, with what rehearsals of the checkout have downloaded. */
  async prepareRehearsals(): Promise<void> {
    seconds('git init --quiet', this.folder);
    const own = path.join(this.folder, '.rehearsal');
    await fs.mkdir(own);
    for (const name of DOWNLOADS) {
      await fs.mkdir(path.join(REHEARSALS, name), { recursive: true });
      await fs.symlink(path.join(REHEARSALS, name), path.join(own, name));
    }
  }
}

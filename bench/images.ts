import * as path from 'node:path';
import { AssemblySizes, assemblySizes } from './assembly-sizes';
import { CheckoutCopy, inFolder } from './checkout-copy';
import { ImageConfiguration, title } from './image-configuration';
import { FIGURES } from './limits';
import { median, seconds } from './measure';
import { table, whole } from './table';

const ROUNDS = 5;

/** Groups of their own for 100 images fit into several accounts only: IAM takes 300 in one. */
const CONFIGURATIONS: readonly ImageConfiguration[] = [
  { images: 1, groups: 'per-image', severalAccounts: false },
  { images: 10, groups: 'per-image', severalAccounts: false },
  { images: 40, groups: 'per-image', severalAccounts: false },
  { images: 1, groups: 'shared', severalAccounts: false },
  { images: 10, groups: 'shared', severalAccounts: false },
  { images: 40, groups: 'shared', severalAccounts: false },
  { images: 100, groups: 'shared', severalAccounts: false },
  { images: 100, groups: 'per-image', severalAccounts: true },
];

/**
 * Times `npx cdk synth` for more and more images, and says how large what it makes is, beside AWS's limits.
 *
 * All sizes take turns, so that whatever else the machine does falls on each of them.
 */
export async function benchImages(): Promise<void> {
  await inFolder(async (folder) => {
    const copy = await CheckoutCopy.make(path.join(folder, 'copy'));
    const runs = CONFIGURATIONS.map((configuration) => ({
      configuration,
      output: path.join(folder, title(configuration)),
      times: [] as number[],
    }));
    for (let round = 0; round < ROUNDS; round++) {
      for (const { configuration, output, times } of runs) {
        times.push(await timeSynth(copy, configuration, output));
      }
    }
    const one = median(runs[0].times);
    console.log(`npx cdk synth, median of ${ROUNDS} rounds\n`);
    console.log(
      table(
        ['images, groups', 'seconds', 'fastest', 'slowest', 'times one image'],
        runs.map(({ configuration, times }) => [
          title(configuration),
          ...[median(times), Math.min(...times), Math.max(...times), median(times) / one].map((value) =>
            value.toFixed(2),
          ),
        ]),
      ),
    );
    console.log(
      `\n${sizes(runs.map(({ configuration, output }) => [title(configuration), assemblySizes(output)]))}`,
    );
  });
}

/** Seconds of a synth, as a user runs it. */
export async function timeSynth(
  copy: CheckoutCopy,
  configuration: ImageConfiguration,
  output: string,
): Promise<number> {
  await copy.configure(configuration);
  return seconds(`npx cdk synth --quiet --output '${output}'`, copy.folder);
}

function sizes(assemblies: readonly (readonly [string, AssemblySizes])[]): string {
  return table(
    ['', ...assemblies.map(([name]) => name), 'at most', 'says'],
    FIGURES.map(({ name, of, limit, page }) => [
      name,
      ...assemblies.map(([, assembly]) => whole(of(assembly))),
      limit === undefined ? '' : whole(limit),
      page ?? '',
    ]),
  );
}

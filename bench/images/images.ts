import * as path from 'node:path';
import { table } from '../../cli/shared/terminal/table';
import { AssemblySizes, assemblySizes } from './assembly-sizes';
import { CheckoutCopy, inFolder } from '../shared/checkout-copy';
import { ImageConfiguration, title } from '../shared/image-configuration';
import { FIGURES } from './limits';
import { median } from '../shared/measure';
import { number } from '../shared/number';

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

const VALIDATED = [CONFIGURATIONS[0], CONFIGURATIONS[6]];

/**
 * Times `npx cdk synth` for more and more images, and says how large what it makes is, beside AWS's limits.
 *
 * All sizes take turns, so that whatever else the machine does falls on each of them.
 */
export async function benchImages(): Promise<void> {
  await inFolder(async (folder) => {
    const copy = await CheckoutCopy.make(path.join(folder, 'copy'));
    const run = (configuration: ImageConfiguration, validates: boolean) => ({
      configuration,
      validates,
      output: path.join(folder, title(configuration)),
      times: [] as number[],
    });
    const runs = CONFIGURATIONS.map((configuration) => run(configuration, false));
    const validated = VALIDATED.map((configuration) => run(configuration, true));
    for (let round = 0; round < ROUNDS; round++) {
      for (const { configuration, validates, output, times } of [...runs, ...validated]) {
        await copy.configure(configuration);
        times.push(copy.synth(output, validates));
      }
    }
    console.log(`npx cdk synth, median of ${ROUNDS} rounds\n`);
    console.log(timeTable(runs));
    console.log(`\nThe same with CDK's validation of the templates, as npm run verify does it\n`);
    console.log(timeTable(validated));
    console.log(
      `\n${sizes(runs.map(({ configuration, output }) => [title(configuration), assemblySizes(output)]))}`,
    );
  });
}

function timeTable(
  runs: readonly { readonly configuration: ImageConfiguration; readonly times: readonly number[] }[],
): string {
  const one = median(runs[0].times);
  return table(
    ['images, groups', 'seconds', 'fastest', 'slowest', 'times one image'],
    runs.map(({ configuration, times: all }) => [
      title(configuration),
      ...[median(all), Math.min(...all), Math.max(...all), median(all) / one].map((value) =>
        value.toFixed(2),
      ),
    ]),
    'markdown',
  );
}

function sizes(assemblies: readonly (readonly [string, AssemblySizes])[]): string {
  const figures = table(
    ['', ...assemblies.map(([name]) => name), 'limit'],
    FIGURES.map(({ name, of, limit }) => [
      name,
      ...assemblies.map(([, assembly]) => number(of(assembly))),
      limit === undefined ? '' : number(limit.max),
    ]),
    'markdown',
  );
  const pages = [...new Set(FIGURES.flatMap(({ limit }) => limit?.page ?? []))];
  const sources = pages.map((page) => {
    const names = FIGURES.filter(({ limit }) => limit?.page === page).map(({ name }) => name);
    return `- ${page}: ${names.join('; ')}`;
  });
  return [figures, '', 'The limits are from', '', ...sources].join('\n');
}

import * as path from 'node:path';
import { assemblySizes } from './assembly-sizes';
import { LOOKED_UP, Price, PRICES, REGION } from './aws-prices';
import { CheckoutCopy, inFolder } from './checkout-copy';
import { ImageConfiguration, title } from './image-configuration';
import { Month, monthlyCost } from './monthly-cost';
import { table } from './table';

const CONFIGURATIONS: readonly ImageConfiguration[] = [
  { images: 1, groups: 'per-image', severalAccounts: false },
  { images: 10, groups: 'per-image', severalAccounts: false },
  { images: 100, groups: 'shared', severalAccounts: false },
  { images: 100, groups: 'per-image', severalAccounts: true },
];

/**
 * What a month is taken to be like.
 *
 * A build is the time that it takes in the rehearsal, and a minute for CodeBuild to get ready. CloudFormation
 * answers for an unchanged stack within seconds, which are a minute on the bill; so are the few stacks that a
 * push changes.
 */
const MONTH: Month = {
  pushes: 20,
  minutes: { Synth: 3, SelfMutate: 2, CodeStarSourceConnection: 1, CloudFormation: 1 },
  gigabytes: 2,
  archived: 0.5,
  months: 1,
};

/** What a month costs, by AWS's prices and the pipeline as it is synthesised. */
export async function benchPrices(): Promise<void> {
  await inFolder(async (folder) => {
    const copy = await CheckoutCopy.make(path.join(folder, 'copy'));
    const bills = [];
    for (const configuration of CONFIGURATIONS) {
      const output = path.join(folder, title(configuration));
      await copy.configure(configuration);
      copy.synth(output);
      const bought = { images: configuration.images, sizes: assemblySizes(output), source: copy.bytes };
      bills.push({ name: title(configuration), lines: monthlyCost(bought, MONTH) });
    }
    console.log(`A month has ${MONTH.pushes} pushes, each of which goes through the whole pipeline once.`);
    const minutes = Object.entries(MONTH.minutes).map(([name, value]) => `${name} ${value}`);
    console.log(`Minutes of an action, rounded up: ${minutes.join(', ')}; approvals are free.`);
    console.log(
      `Each image has ${MONTH.gigabytes} GB in each stage, ${MONTH.archived * 100}% of it in the archive, but in Release none.`,
    );
    console.log(`Artifacts of ${MONTH.months} months are kept, uncompressed.`);
    for (const { name, lines } of bills) {
      const total = lines.map(({ dollars }) => dollars).reduce((a, b) => a + b, 0);
      const rows = lines.map(({ name: line, arithmetic, dollars }) => [line, arithmetic, dollars.toFixed(2)]);
      console.log(
        `\n${table([name, 'arithmetic', 'dollars'], [...rows, ['a month', '', total.toFixed(2)]])}`,
      );
    }
    console.log(`\n${priceTable()}`);
  });
}

function priceTable(): string {
  const rows = Object.values<Price>(PRICES).map(({ buys, dollars, per, page, isQuoted }) => [
    buys,
    page,
    per,
    String(dollars),
    isQuoted ? 'as others quote it' : "AWS's page",
  ]);
  return `Prices of ${REGION}, looked up on ${LOOKED_UP}:\n\n${table(['price of', 'page', 'per', 'dollars', 'read on'], rows)}`;
}

import * as path from 'node:path';
import { CheckoutCopy, inFolder } from '../shared/checkout-copy';
import { ImageConfiguration } from '../shared/image-configuration';
import { median, seconds } from '../shared/measure';

const ROOT = path.resolve(__dirname, '../..');
const ROUNDS = 5;

const CONFIGURATIONS: readonly ImageConfiguration[] = [
  { images: 1, groups: 'per-image', severalAccounts: false },
  { images: 100, groups: 'shared', severalAccounts: false },
];

/**
 * Times a review of two assemblies that are there, all of whose images change in each stage, and of two that are the same.
 *
 * What is timed is the whole command, its start included. All take turns, so that whatever else the machine does falls
 * on each of them.
 */
export async function benchReview(): Promise<void> {
  await inFolder(async (folder) => {
    const copy = await CheckoutCopy.make(path.join(folder, 'copy'));
    const reviews: { readonly title: string; readonly command: string; readonly times: number[] }[] = [];
    for (const configuration of CONFIGURATIONS) {
      const [before, after] = ['before', 'after'].map((name) =>
        path.join(folder, `${name}-${configuration.images}`),
      );
      await copy.configure(configuration);
      copy.synth(before);
      // Another name of the distribution is another name of every repository, group and role.
      await copy.configure(configuration, { name: 'renamed' });
      copy.synth(after);
      const review = (title: string, other: string) => ({
        title: `${configuration.images} image(s), ${title}`,
        command: `npm run --silent review -- --before '${before}' --after '${other}'`,
        times: [],
      });
      reviews.push(review('all of them changed', after), review('the same', before));
    }
    for (let round = 0; round < ROUNDS; round++) {
      for (const { command, times } of reviews) times.push(seconds(command, ROOT));
    }
    for (const { title, times } of reviews) {
      const [fastest, slowest] = [Math.min(...times), Math.max(...times)].map((time) => time.toFixed(2));
      console.log(`${title.padEnd(34)} ${median(times).toFixed(2)} s (${fastest} to ${slowest})`);
    }
  });
}

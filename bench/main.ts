import { benchFreshClone } from './fresh-clone';
import { benchImages } from './images';
import { benchPrices } from './prices';
import { benchRelease } from './release';
import { benchSynth } from './synth';

/** What can be measured; without a name, all of it. */
const BENCHES: Readonly<Record<string, () => void | Promise<void>>> = {
  start: () => benchFreshClone(['npm ci && npm start -- --yes', 'npm start -- --yes']),
  test: () => benchFreshClone(['npm ci && npm test']),
  synth: benchSynth,
  images: benchImages,
  prices: benchPrices,
  release: benchRelease,
};

async function main(): Promise<void> {
  for (const name of process.argv.length > 2 ? process.argv.slice(2) : Object.keys(BENCHES)) {
    if (!BENCHES[name])
      throw new Error(`there is no bench '${name}', expected ${Object.keys(BENCHES).join(', ')}`);
    console.log(`\n${name}`);
    await BENCHES[name]();
  }
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});

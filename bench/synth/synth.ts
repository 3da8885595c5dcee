import * as fs from 'node:fs';
import * as path from 'node:path';
import { buildSync } from 'esbuild';
import { inFolder } from '../shared/checkout-copy';
import { median, seconds } from '../shared/measure';

const ROOT = path.resolve(__dirname, '../..');
const ROUNDS = 7;

/**
 * Times `npx cdk synth` against the same stages run as `cdk init` sets them up today, and against the floor:
 * the same code compiled already, without rules and without CDK's template validation.
 *
 * All three take turns, so that whatever else the machine does falls on each of them.
 */
export function benchSynth(): Promise<void> {
  return inFolder((folder) => {
    const floor = path.join(folder, 'floor.cjs');
    buildSync({
      entryPoints: [path.join(__dirname, 'app.ts')],
      bundle: true,
      packages: 'external',
      alias: { 'cdk-nag': path.join(__dirname, 'no-nag.ts') },
      platform: 'node',
      outfile: floor,
    });
    const types = path.join(folder, 'tsconfig.json');
    const base = {
      extends: path.join(ROOT, 'tsconfig.json'),
      files: [path.join(__dirname, 'app.ts')],
      include: [],
    };
    fs.writeFileSync(types, JSON.stringify(base));

    const synth = `npx cdk synth --quiet --output ${path.join(folder, 'cdk.out')}`;
    const init = `npx --no tsc -- --project ${types} && npx tsx bench/synth/app.ts`;
    const ways = [
      { name: 'npx cdk synth', command: synth, validation: 'false' },
      { name: 'as cdk init sets it up', command: `${synth} --app '${init}'`, validation: 'true' },
      { name: 'the floor', command: `${synth} --app 'node ${floor}'`, validation: 'false' },
    ].map((way) => ({ ...way, times: [] as number[] }));
    for (let round = 0; round < ROUNDS; round++) {
      for (const { command, times, validation } of ways) {
        times.push(seconds(command, ROOT, { CDK_VALIDATION: validation }));
      }
    }
    const own = median(ways[0].times);
    for (const { name, times } of ways) {
      const [fastest, slowest] = [Math.min(...times), Math.max(...times)].map((time) => time.toFixed(2));
      const ratio = (own / median(times)).toFixed(2);
      console.log(
        `${name.padEnd(24)} ${median(times).toFixed(2)} s (${fastest} to ${slowest})  ${ratio} of it`,
      );
    }
  });
}

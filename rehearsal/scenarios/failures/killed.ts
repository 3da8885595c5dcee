import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { AnotherCheckout } from '../../failures/another-checkout';
import { expectEqual } from '../../observe/expect';
import { Scenario } from '../scenario';

/** What a rehearsal says just before it does something that it may be killed in. */
const MOMENTS = [
  { during: 'bootstrap', says: '❯ npm run bootstrap' },
  { during: 'synth', says: '✔ Source › GitHub' },
  { during: 'mutation', says: '✔ Build › Synth' },
  { during: 'a deployment', says: '✔ UpdatePipeline › SelfMutate' },
  { during: 'an approval', says: 'Approve? (yes/no)', atTerminal: true },
];

/** A rehearsal that was killed leaves nothing that keeps the next one from going through. */
export const killed: Scenario = {
  name: 'killed',
  summary:
    'A rehearsal killed at any moment leaves no process, and the next start clears its files and goes through',
  begins: 'empty',

  async run(rehearsal) {
    const checkout = await AnotherCheckout.create(rehearsal.directory);
    for (const { during, says, atTerminal } of MOMENTS) {
      await rehearsal.step(`Killed during ${during}`, async () => {
        const process = checkout.start({ atTerminal });
        await process.says(says);
        await process.kill();
      });
    }
    await rehearsal.step('Started once more', async () => {
      const process = checkout.start();
      expectEqual('its exit code', await process.end(), 0);
      await process.expectNothingRuns();
      const left = await fs.readdir(checkout.rehearsal);
      expectEqual(
        'what is left',
        left.filter((name) => name === 'pid' || name.startsWith('python-')),
        [],
      );
      expectEqual('what is written outside .rehearsal/', await checkout.writtenOutside(), []);
      expectEqual('what builds have left', await fs.readdir(path.join(checkout.rehearsal, 'builds')), []);
    });
    await checkout.remove();
  },
};

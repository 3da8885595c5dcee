import * as fs from 'node:fs/promises';
import { AnotherCheckout } from '../../failures/another-checkout';
import { BAD_WORKSTATIONS, canMount } from '../../failures/bad-workstations';
import { expectEqual, expectMatch } from '../../observe/expect';
import { Scenario } from '../scenario';

/** Where a workstation lacks something, one message says what, and what to do. */
export const badWorkstation: Scenario = {
  name: 'bad-workstation',
  summary:
    'A workstation without Python, packages, a port or disk space: a message with the cause and the fix',
  begins: 'empty',

  async run(rehearsal) {
    const checkout = await AnotherCheckout.create(rehearsal.directory);
    for (const workstation of BAD_WORKSTATIONS) {
      const { lack, says, needsMount } = workstation;
      await rehearsal.step(`A workstation with ${lack}`, async (display) => {
        if (needsMount && !canMount()) return display.line('NOT TRIED: no disk can be mounted here');
        await checkout.forget();
        const process = checkout.start(await workstation.prepare(checkout));
        expectEqual(`whether it fails with ${lack}`, (await process.end()) !== 0, true);
        expectMatch(`what it says with ${lack}`, process.output, says);
        display.line(says.exec(process.output)?.[0].split('\n').at(-1) ?? '');
        await process.expectNothingRuns();
        const left = (await fs.readdir(checkout.rehearsal)).filter((name) => /^pid$|^python-/.test(name));
        expectEqual(`what is left with ${lack}`, left, []);
      });
    }
    await checkout.remove();
  },
};

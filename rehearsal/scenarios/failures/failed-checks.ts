import { changeRegistries } from '../../source/changes';
import { bringBackChecks } from '../../source/checks';
import { expectEqual, expectMatch } from '../../observe/expect';
import { Scenario } from '../scenario';

/** Nothing leaves Synth that its checks or the synth itself refuse. */
export const failedChecks: Scenario = {
  name: 'failed-checks',
  summary: 'A commit that fails its checks or its synth deploys nothing; the next good one goes through',
  begins: 'released',

  async run(rehearsal) {
    const { source, workTree } = rehearsal;
    const good = await source.head();
    const before = await rehearsal.stacks();

    await bringBackChecks(workTree);
    await changeRegistries(workTree, 'unchecked');
    await workTree.write('lib/mistake.ts', "export const mistake: number = 'a text';\n");
    const types = await rehearsal.releaseFails(await rehearsal.push('A mistake in the types'));
    expectMatch('what Synth says', types, /Build › Synth failed[^]*lib\/mistake\.ts/);

    await source.restore(good);
    await changeRegistries(workTree, 'unchecked');
    await workTree.replace('distribution.config.ts', /(?<=images\s*:\s*\[)/, "\n    { name: 'not-pascal' },");
    const synth = await rehearsal.releaseFails(await rehearsal.push('A mistake in the configuration'));
    expectMatch('what Synth says', synth, /Build › Synth failed[^]*not-pascal/);
    expectEqual('the stacks', [...(await rehearsal.stacks())], [...before]);

    await source.restore(good);
    await rehearsal.releases(await rehearsal.push('Both taken back'));
    expectEqual('the stacks', [...(await rehearsal.stacks())], [...before]);
  },
};

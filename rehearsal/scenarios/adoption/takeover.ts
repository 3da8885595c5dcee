import distribution from '../../../distribution.config';
import { readRepositories } from '../../observe/repositories';
import { Takeover } from '../../takeover/takeover';
import { expectEqual } from '../../observe/expect';
import { Scenario } from '../scenario';
import { PROVIDER_STACK } from '../../../lib/names';

/** The move from the previous system to Slipway, as docs/moving-from-the-previous-system.md describes it. */
export const takeover: Scenario = {
  name: 'takeover',
  summary:
    "Slipway takes the place of the previous system's stacks: no image is lost, and each can be pulled throughout",
  begins: 'empty',
  programs: ['skopeo'],

  async run(rehearsal) {
    const takeover = await Takeover.begin(rehearsal);
    const images = await takeover.images();
    const counts = images.map(({ length }) => length);
    expectEqual('the images to begin with, an index and one without a tag among them', counts, [6, 6, 6]);
    await takeover.expectPreviousInUse();

    await takeover.stopDeployments();
    await takeover.deleteStacks();
    expectEqual('the images, when their stacks have gone', await takeover.images(), images);
    await takeover.expectPreviousInUse();

    await takeover.setUp();
    expectEqual('an identity provider of ours', (await rehearsal.stacks()).has(PROVIDER_STACK), false);
    await takeover.copy();
    expectEqual('the copies', await takeover.copies(), images);
    await takeover.grantNew();
    await takeover.expectNewInUse(images);
    await takeover.expectPreviousInUse();

    await takeover.pushLate();
    const all = await takeover.images();
    await takeover.stopPushes();
    expectEqual('copies of what was pushed late', await takeover.copy(), all.length);
    expectEqual('what is left to copy', await takeover.copy(), 0);

    await takeover.remove();
    expectEqual('the copies, when the old repositories have gone', await takeover.copies(), all);
    await takeover.expectNewInUse(all);
    const others = (await readRepositories(rehearsal.account))
      .map(({ name }) => name)
      .filter((name) => !name.startsWith(`${distribution.name}/`) && !name.startsWith('cdk-'));
    expectEqual('the repositories beside ours', others, []);
  },
};

import distribution from '../../../distribution.config';
import { STAGE_NAMES } from '../../../lib/config';
import { registryStack } from '../../../lib/names';
import { addImage } from '../../source/changes';
import { readRepositories } from '../../observe/repositories';
import { pushTestImage } from '../../observe/test-image';
import { expectEqual } from '../../observe/expect';
import { Scenario } from '../scenario';

const IMAGE = 'ShortLived';

/** An entry that goes before it was retired leaves its stacks, and they are found. */
export const droppedImage: Scenario = {
  name: 'dropped-image',
  summary:
    'An image dropped before it was retired is named as an orphan; brought back, its images are adopted',
  begins: 'released',

  async run(rehearsal) {
    const { account, source, workTree } = rehearsal;
    const without = await source.head();
    const repositories = async () =>
      (await readRepositories(account)).filter(({ name }) =>
        name.startsWith(`${distribution.name}/short-lived/`),
      );
    await addImage(workTree, IMAGE);
    const withImage = await rehearsal.push(`Add ${IMAGE}`);
    await rehearsal.releases(withImage);
    for (const { name } of await repositories()) await pushTestImage(account, name, 'first');
    const before = await repositories();

    await source.restore(without);
    await rehearsal.releases(await rehearsal.push(`Drop ${IMAGE}`));
    const status = await rehearsal.operator.status();
    const stacks = STAGE_NAMES.map((stageName) => registryStack(IMAGE, stageName));
    await rehearsal.administrator.deleteOrphans(status, stacks);
    expectEqual('the repositories', await repositories(), before);

    await source.restore(withImage);
    await rehearsal.operator.adopt(...stacks);
    await rehearsal.releases(await rehearsal.push(`Take ${IMAGE} back`));
    expectEqual('the repositories', await repositories(), before);
  },
};

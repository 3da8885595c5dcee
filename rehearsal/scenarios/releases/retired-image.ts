import { IAMClient } from '@aws-sdk/client-iam';
import distribution from '../../../distribution.config';
import { STAGE_NAMES } from '../../../lib/config';
import { registryStack } from '../../../lib/names';
import { readRepositories } from '../../observe/repositories';
import { readStackResources } from '../../observe/stacks';
import { pushTestImage } from '../../observe/test-image';
import { expectDeleted, expectNoAccess } from '../../permissions/lost-access';
import { readRegistries } from '../../permissions/registries';
import { expectEqual } from '../../observe/expect';
import { Scenario } from '../scenario';

/** Retiring an image takes away who could use it, and keeps what they made. */
export const retiredImage: Scenario = {
  name: 'retired-image',
  summary: 'An image that is retired loses its push role and groups, and keeps its repositories',
  begins: 'released',

  async run(rehearsal) {
    const { account, source, workTree } = rehearsal;
    const [image] = distribution.images;
    const registries = (await readRegistries(account)).filter((one) => one.image.name === image.name);
    const before = await source.head();
    for (const { repositoryArn } of registries) {
      await pushTestImage(account, repositoryArn.split(':repository/')[1], 'kept');
    }
    const repositories = await readRepositories(account);
    await workTree.replace('distribution.config.ts', entryOf(image.name), 'retired: true, ');

    await rehearsal.releases(await rehearsal.push(`Retire ${image.name}`));

    for (const stageName of STAGE_NAMES) {
      const resources = await readStackResources(account, registryStack(image.name, stageName));
      const types = new Set(resources.map(({ type }) => type));
      expectEqual(`what is left of ${image.name} in ${stageName}`, [...types], ['AWS::ECR::Repository']);
    }
    const isShared = distribution.groups === 'shared';
    for (const registry of registries) {
      const { GitHub = '', ...groups } = registry.identities;
      const own = isShared ? [GitHub] : [GitHub, ...Object.values(groups)];
      for (const arn of own) await expectDeleted(new IAMClient(account.sdk()), arn);
      // Members of groups that other images share have no access to this one any more either.
      if (isShared) await expectNoAccess(account, registry, 'Developers');
    }
    expectEqual('the repositories', await readRepositories(account), repositories);

    await source.restore(before);
    await rehearsal.releases(await rehearsal.push(`Take ${image.name} back`));
  },
};

/** Just before the name of an image, in whatever style it is written. */
function entryOf(name: string): RegExp {
  return new RegExp(`(?=name\\s*:\\s*['"\`]${name}['"\`])`);
}

import { DescribeImagesCommand, ECRClient } from '@aws-sdk/client-ecr';
import { GetGroupCommand, GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import distribution from '../../../distribution.config';
import { STAGE_NAMES } from '../../../lib/config';
import { LocalAccount } from '../../../emulators/account/local-account';
import { actAs } from '../../permissions/identities';
import { readRegistries, Registry } from '../../permissions/registries';
import { readRepositories } from '../../observe/repositories';
import { readStackResources } from '../../observe/stacks';
import { pushTestImage } from '../../observe/test-image';
import { expectRefused } from '../../observe/refusal';
import { expectEqual, Scenario } from '../scenario';
import { registryStack } from '../../../lib/names';

const GONE = 'NoSuchEntityException';

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
      const types = new Set(
        (await readStackResources(account, registryStack(image.name, stageName))).map(({ type }) => type),
      );
      expectEqual(`what is left of ${image.name} in ${stageName}`, [...types], ['AWS::ECR::Repository']);
    }
    const iam = new IAMClient(account.sdk());
    for (const registry of registries) await expectShut(account, registry);
    const own = registries.flatMap(({ identities: { GitHub = '', ...groups } }) =>
      distribution.groups === 'shared' ? [GitHub] : [GitHub, ...Object.values(groups)],
    );
    for (const arn of own) {
      const name = arn.split('/').at(-1);
      const read = arn.includes(':role/')
        ? iam.send(new GetRoleCommand({ RoleName: name }))
        : iam.send(new GetGroupCommand({ GroupName: name }));
      await expectRefused(read, GONE);
    }
    expectEqual('the repositories', await readRepositories(account), repositories);

    await source.restore(before);
    await rehearsal.releases(await rehearsal.push(`Take ${image.name} back`));
  },
};

/** Whoever is in groups that other images share has no way in any more either. */
async function expectShut(account: LocalAccount, registry: Registry): Promise<void> {
  if (distribution.groups !== 'shared') return;
  const repositoryName = registry.repositoryArn.split(':repository/')[1];
  await actAs(account, registry, 'Developers', (credentials) =>
    expectRefused(
      new ECRClient(account.sdk(credentials)).send(new DescribeImagesCommand({ repositoryName })),
      'AccessDeniedException',
    ),
  );
}

/** Just before the name of an image, in whatever style it is written. */
function entryOf(name: string): RegExp {
  return new RegExp(`(?=name\\s*:\\s*['"\`]${name}['"\`])`);
}

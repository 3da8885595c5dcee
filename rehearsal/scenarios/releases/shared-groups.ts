import { DeleteRepositoryCommand, ECRClient } from '@aws-sdk/client-ecr';
import { GetGroupCommand, IAMClient } from '@aws-sdk/client-iam';
import distribution from '../../../distribution.config';
import { STAGE_NAMES } from '../../../lib/config';
import { addImage, setGroups } from '../../source/changes';
import { createUserInGroup, deleteUser, moveUser } from '../../actors/iam-users';
import { expectAccess } from '../../permissions/expect-access';
import { readRegistries, Registry } from '../../permissions/registries';
import { Rehearsal } from '../../runner/rehearsal';
import { readStackResources } from '../../observe/stacks';
import { expectRefused } from '../../observe/refusal';
import { expectEqual, expectMatch, Scenario } from '../scenario';
import { sharedGroupsStack } from '../../../lib/names';

const USER = 'developer';
const IMAGE = 'SecondOne';
const REPOSITORIES = STAGE_NAMES.map((name) => `${distribution.name}/second-one/${name.toLowerCase()}`);

/** From the groups of each image to groups that all share, and back, while somebody works with them. */
export const sharedGroups: Scenario = {
  name: 'shared-groups',
  summary: 'Images come to share their groups and go back to their own: members move first, none is shut out',
  begins: 'released',

  async run(rehearsal) {
    const { account, source, workTree } = rehearsal;
    const before = await source.head();
    const perImage = distribution.groups === 'shared' ? await giveEachItsOwn(rehearsal) : before;
    const registries = await readRegistries(account);
    const own = developerGroups(registries);
    const developer = await createUserInGroup(account, USER, own[0], 'user-boundary');
    await moveUser(account, USER, [], own.slice(1));
    await expectAccess(account, developer, registries.map(nameOf));

    await setGroups(workTree, 'shared');
    const shared = await moveToSharedGroups(rehearsal, own);
    await expectAccess(account, developer, registries.map(nameOf));
    await rehearsal.releases(await rehearsal.push('Groups that all images share'));
    const iam = new IAMClient(account.sdk());
    for (const GroupName of own) {
      await expectRefused(iam.send(new GetGroupCommand({ GroupName })), 'NoSuchEntityException');
    }
    expectEqual('the groups of all images', developerGroups(await readRegistries(account)), shared);
    await rehearsal.checkPermissions();

    await addImage(workTree, IMAGE);
    await rehearsal.releases(await rehearsal.push(`Add ${IMAGE}`));
    await expectAccess(account, developer, [...registries.map(nameOf), ...REPOSITORIES]);

    await source.restore(perImage);
    await rehearsal.releases(await rehearsal.push(`Groups of each image again, and no ${IMAGE}`));
    const again = developerGroups(await readRegistries(account));
    await moveUser(account, USER, shared, again);
    await expectAccess(account, developer, registries.map(nameOf));
    await cleanUp(rehearsal);
    await moveUser(account, USER, again.slice(1), []);
    await deleteUser(account, USER, again[0], developer);
    if (perImage === before) return;
    await source.restore(before);
    await rehearsal.releases(await rehearsal.push('As it was'));
  },
};

/** Where it begins, if the checkout has shared groups already. */
async function giveEachItsOwn(rehearsal: Rehearsal): Promise<string> {
  await setGroups(rehearsal.workTree, 'per-image');
  const commit = await rehearsal.push('Groups of each image');
  await rehearsal.releases(commit);
  return commit;
}

/** As documented: the operator makes the new groups beside the old ones, and an administrator moves the members. */
async function moveToSharedGroups(rehearsal: Rehearsal, own: readonly string[]): Promise<string[]> {
  await rehearsal.operator.deploy('--method=direct', 'PipelineStack/*/SharedGroups');
  const stacks = STAGE_NAMES.map((name) => readStackResources(rehearsal.account, sharedGroupsStack(name)));
  const shared = (await Promise.all(stacks)).flatMap((resources) =>
    resources.filter(({ logicalId, type }) => logicalId.startsWith('DeveloperGroup') && /Group$/.test(type)),
  );
  const names = shared.map(({ physicalId }) => physicalId);
  await moveUser(rehearsal.account, USER, own, names);
  return names;
}

/**
 * What the pipeline leaves: the stacks of groups that nobody shares any more, and those of the image.
 *
 * Whoever shares them as the checkout has it keeps them.
 */
async function cleanUp(rehearsal: Rehearsal): Promise<void> {
  const status = await rehearsal.operator.status();
  for (const stageName of STAGE_NAMES) {
    const groups = distribution.groups === 'shared' ? [] : [sharedGroupsStack(stageName)];
    for (const stack of [...groups, `${IMAGE}${stageName}`]) {
      expectMatch('what the status says', status, new RegExp(`^${stack} is an orphan`, 'm'));
      await rehearsal.administrator.deleteStack(stack);
    }
  }
  const ecr = new ECRClient(rehearsal.account.sdk());
  for (const repositoryName of REPOSITORIES) await ecr.send(new DeleteRepositoryCommand({ repositoryName }));
}

/** Groups of the developers of each stage, each once. */
function developerGroups(registries: readonly Registry[]): string[] {
  const arns = registries.flatMap(({ identities }) => identities.Developers ?? []);
  return [...new Set(arns.map((arn) => arn.split('/').at(-1) ?? ''))];
}

function nameOf({ repositoryArn }: Registry): string {
  return repositoryArn.split(':repository/')[1];
}

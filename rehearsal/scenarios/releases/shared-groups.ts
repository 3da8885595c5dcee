import { DeleteRepositoryCommand, ECRClient } from '@aws-sdk/client-ecr';
import { GetGroupCommand, IAMClient } from '@aws-sdk/client-iam';
import distribution from '../../../distribution.config';
import { STAGE_NAMES } from '../../../lib/config';
import { registryStack, sharedGroupsStack } from '../../../lib/names';
import { GroupMember } from '../../actors/group-member';
import { developerGroups, sharedDeveloperGroups } from '../../observe/developer-groups';
import { expectRefused } from '../../observe/refusal';
import { readRegistries } from '../../permissions/registries';
import { Rehearsal } from '../../runner/rehearsal';
import { addImage, setGroups } from '../../source/changes';
import { expectEqual } from '../../observe/expect';
import { Scenario } from '../scenario';

const IMAGE = 'SecondOne';
const REPOSITORIES = STAGE_NAMES.map((name) => `${distribution.name}/second-one/${name.toLowerCase()}`);

/** From the groups of each image to groups that all share, and back, while a developer works with them. */
export const sharedGroups: Scenario = {
  name: 'shared-groups',
  summary:
    'Images come to share their groups and go back to their own: members move first, none loses access',
  begins: 'released',

  async run(rehearsal) {
    const { account, administrator, operator, source, workTree } = rehearsal;
    const before = await source.head();
    const perImage = distribution.groups === 'shared' ? await giveEachItsOwn(rehearsal) : before;
    const registries = await readRegistries(account);
    const repositories = registries.map(({ repositoryArn }) => repositoryArn.split(':repository/')[1]);
    const own = developerGroups(registries);
    const developer = await GroupMember.create(account, 'developer', { groups: own });
    await developer.expectToSee(repositories);

    // As documented: the new groups are made beside the old ones, and an administrator moves the members.
    await setGroups(workTree, 'shared');
    await operator.deploy('--method=direct', 'PipelineStack/*/SharedGroups');
    const shared = await sharedDeveloperGroups(account);
    await developer.moveTo(...shared);
    await developer.expectToSee(repositories);
    await rehearsal.releases(await rehearsal.push('Groups that all images share'));
    const iam = new IAMClient(account.sdk());
    for (const GroupName of own) {
      await expectRefused(iam.send(new GetGroupCommand({ GroupName })), 'NoSuchEntityException');
    }
    expectEqual('the groups of all images', developerGroups(await readRegistries(account)), shared);
    await rehearsal.checkPermissions();

    await addImage(workTree, IMAGE);
    await rehearsal.releases(await rehearsal.push(`Add ${IMAGE}`));
    await developer.expectToSee([...repositories, ...REPOSITORIES]);

    await source.restore(perImage);
    await rehearsal.releases(await rehearsal.push(`Groups of each image again, and no ${IMAGE}`));
    await developer.moveTo(...developerGroups(await readRegistries(account)));
    await developer.expectToSee(repositories);
    await administrator.deleteOrphans(await operator.status(), orphans());
    const ecr = new ECRClient(account.sdk());
    for (const repositoryName of REPOSITORIES) {
      await ecr.send(new DeleteRepositoryCommand({ repositoryName }));
    }
    await developer.remove();
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

/** What the pipeline leaves: the stacks of groups that are no longer shared, if they are not, and of the image. */
function orphans(): string[] {
  return STAGE_NAMES.flatMap((stageName) => [
    ...(distribution.groups === 'shared' ? [] : [sharedGroupsStack(stageName)]),
    registryStack(IMAGE, stageName),
  ]);
}

import distribution from '../../distribution.config';
import { Identity } from '../../lib/access/permission-tables';
import { ImageConfig, STAGE_NAMES, StageName } from '../../lib/config';
import { LocalAccount } from '../../emulators/account/local-account';
import { readStackResources, readStacks, StackResourceState } from '../observe/stacks';
import { registryStack, sharedGroupsStack } from '../../lib/names';

/** One image in one stage as it stands in the account. */
export interface Registry {
  readonly image: ImageConfig;
  readonly stageName: StageName;
  readonly stackName: string;
  readonly repositoryArn: string;

  /** ARNs of the groups, its own or shared, and of the role that exist. */
  readonly identities: Partial<Record<Identity, string>>;
}

const GROUP = 'AWS::IAM::Group';

/** Every identity is checked on every registry: twice as many images are four times as many checks. */
const MAX_IMAGES = 10;

const LOGICAL_IDS: Readonly<Record<Identity, string>> = {
  Developers: 'DeveloperGroup',
  EndUsers: 'EndUserGroup',
  GitHub: 'GitHubRole',
};

/**
 * All registries of the shipped configuration, or those of some stages, read from the stacks that were deployed.
 *
 * Of more than ten images, those of ten: the first, the last and others between them.
 */
export async function readRegistries(
  account: LocalAccount,
  stages: readonly StageName[] = STAGE_NAMES,
): Promise<Registry[]> {
  const wanted = evenlySpaced(distribution.images, MAX_IMAGES).flatMap((image) =>
    stages.map((stageName) => ({ image, stageName, stackName: registryStack(image.name, stageName) })),
  );
  const stackNames = [...(await readStacks(account, account.root)).keys()];
  return Promise.all(wanted.map((registry) => readRegistry(account, registry, stackNames)));
}

/** Whether an identity of one registry is also one of another, as the members of shared groups are. */
export function isSameIdentity(identity: Identity, one: Registry, other: Registry): boolean {
  const arn = one.identities[identity];
  return one === other || (arn !== undefined && arn === other.identities[identity]);
}

/** At most so many of a list, from its first to its last, evenly apart. */
function evenlySpaced<T>(list: readonly T[], max: number): readonly T[] {
  if (list.length <= max) return list;
  return Array.from({ length: max }, (_, index) => list[Math.round((index * (list.length - 1)) / (max - 1))]);
}

async function readRegistry(
  account: LocalAccount,
  registry: Pick<Registry, 'image' | 'stageName' | 'stackName'>,
  stackNames: readonly string[],
): Promise<Registry> {
  const { image, stageName, stackName } = registry;
  const shared = sharedGroupsStack(stageName);
  const own = await readStackResources(account, stackName);
  // A retired image does not use the groups that the others share.
  const isSharing =
    stackNames.includes(shared) && !image.retired && !physicalId(own, GROUP, 'DeveloperGroup');
  const groups = isSharing ? await readStackResources(account, shared) : own;
  const arnOf = (kind: 'role' | 'group', name: string | undefined) =>
    name && `arn:aws:iam::${account.accountId}:${kind}/${distribution.name}/${name}`;

  const identities: Partial<Record<Identity, string>> = {};
  for (const [identity, logicalId] of Object.entries(LOGICAL_IDS) as [Identity, string][]) {
    const arn =
      identity === 'GitHub'
        ? arnOf('role', physicalId(own, 'AWS::IAM::Role', logicalId))
        : arnOf('group', physicalId(groups, GROUP, logicalId));
    if (arn) identities[identity] = arn;
  }
  const repositoryName = physicalId(own, 'AWS::ECR::Repository', 'ImageRepository');
  const repositoryArn = `arn:aws:ecr:${account.region}:${account.accountId}:repository/${repositoryName}`;
  return { ...registry, repositoryArn, identities };
}

function physicalId(
  resources: readonly StackResourceState[],
  type: string,
  logicalId: string,
): string | undefined {
  return resources.find(
    (resource) =>
      resource.type === type &&
      resource.logicalId.startsWith(logicalId) &&
      resource.status !== 'DELETE_COMPLETE',
  )?.physicalId;
}

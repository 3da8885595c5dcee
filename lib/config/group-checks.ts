import { ACCESS } from '../access';
import { mostRepositories } from '../group-policies';
import { repositoryName } from '../repository-name';
import type { Mistake } from './configuration-error';
import { STAGE_NAMES, StageName } from './distribution';
import type { DistributionInput } from './distribution-input';
import { stageConfig } from './fill-in';
import { kebabCase } from './names';
import type { Sound } from './parse';

/** Groups of an account, unless AWS raised its quota ("IAM and AWS STS quotas", IAM User Guide). */
const MOST_GROUPS = 300;

type IsMistaken = (path: string) => boolean;

/** What of the images' groups IAM has no room for. */
export function checkGroups(input: Sound<DistributionInput>, isMistaken: IsMistaken): Mistake[] {
  if (isMistaken('groups')) return [];
  return input.groups === 'shared' ? tooManyRepositories(input) : tooManyGroups(input);
}

/** Each image has one group in each stage, and in Release one more; the approvers have theirs. */
function tooManyGroups(input: Sound<DistributionInput>): Mistake[] {
  const images = active(input).length;
  const ofImage = new Map<string | undefined, number>();
  for (const name of STAGE_NAMES) {
    const { account } = stageConfig(input, name);
    ofImage.set(account, (ofImage.get(account) ?? 0) + groupsIn(name));
  }
  const home = input.pipeline?.account;
  const fullest = [...ofImage].sort((a, b) => groups(b, images, home) - groups(a, images, home))[0];
  const count = groups(fullest, images, home);
  if (count <= MOST_GROUPS) return [];
  const [account, each] = fullest;
  const most = Math.floor((MOST_GROUPS - groups(fullest, 0, home)) / each);
  return [
    {
      path: 'images',
      received: `${images} images, which have ${count} groups in ${account ? `account ${account}` : 'one account'}`,
      expected: `at most ${most} there: IAM takes ${MOST_GROUPS} groups in an account, and an image has ${each}`,
      fix: "write groups: 'shared', with which all images of a stage share its groups",
    },
  ];
}

function groupsIn(stageName: StageName): number {
  const { Developers, EndUsers } = ACCESS[stageName];
  return [Developers, EndUsers].filter((levels) => levels.length > 0).length;
}

function groups(
  [account, each]: readonly [string | undefined, number],
  images: number,
  home: string | undefined,
): number {
  return each * images + (account === home ? 1 : 0);
}

/** The policies of a shared group name each repository of their stage. */
function tooManyRepositories(input: Sound<DistributionInput>): Mistake[] {
  const { name: distribution = 'slipway' } = input;
  const images = active(input);
  const fitting = STAGE_NAMES.map((stageName) => {
    const repositories = images.map((name) =>
      repositoryName(distribution, { repositoryName: kebabCase(name) }, stageName),
    );
    const { Developers, EndUsers } = ACCESS[stageName];
    const most = Math.min(...[Developers, EndUsers].map((levels) => mostRepositories(levels, repositories)));
    return { stageName, most };
  });
  const least = fitting.reduce((a, b) => (b.most < a.most ? b : a));
  if (least.most >= images.length) return [];
  return [
    {
      path: 'images',
      received: `${images.length} images that share their groups`,
      expected: `at most ${least.most} with names of this length: IAM takes ten managed policies on a group, and those of ${least.stageName} name each repository`,
      fix: 'shorten the names of images that are not deployed yet, retire images, or give some a distribution of their own, with another name',
    },
  ];
}

/** Names of the images that have groups. */
function active({ images = [] }: Sound<DistributionInput>): string[] {
  return images.flatMap((image) => (image?.name !== undefined && !image.retired ? [image.name] : []));
}

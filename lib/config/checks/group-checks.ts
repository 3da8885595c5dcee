import { ACCESS } from '../../access/permission-tables';
import type { Mistake } from '../configuration-error';
import { STAGE_NAMES, StageName } from '../distribution';
import type { DistributionInput } from '../settings/distribution-settings';
import { stageConfig } from '../fill-in';
import type { Sound } from '../parse';

/** Groups of an account, unless AWS raised its quota ("IAM and AWS STS quotas", IAM User Guide). */
const MAX_GROUPS = 300;

type IsMistaken = (path: string) => boolean;

/**
 * Whether IAM has room for groups of each image: one in each stage, and in Release one more; the approvers have theirs.
 *
 * Who moves to shared groups has both for a while, so an image's worth is kept free.
 */
export function checkGroups(input: Sound<DistributionInput>, isMistaken: IsMistaken): Mistake[] {
  if (isMistaken('groups') || input.groups === 'shared') return [];
  const images = (input.images ?? []).filter((image) => image && !image.retired).length;
  const ofImage = new Map<string | undefined, number>();
  for (const name of STAGE_NAMES) {
    const { account } = stageConfig(input, name);
    ofImage.set(account, (ofImage.get(account) ?? 0) + groupsIn(name));
  }
  const home = input.pipeline?.account;
  const fullest = [...ofImage].sort((a, b) => groups(b, images, home) - groups(a, images, home))[0];
  const count = groups(fullest, images, home);
  const [account, each] = fullest;
  if (count + each <= MAX_GROUPS) return [];
  const most = Math.floor((MAX_GROUPS - groups(fullest, 0, home)) / each) - 1;
  return [
    {
      path: 'images',
      received: `${images} images, which have ${count} groups in ${account ? `account ${account}` : 'one account'}`,
      expected: `at most ${most} there: IAM takes ${MAX_GROUPS} groups in an account, an image has ${each}, and as many are kept free for shared ones`,
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

import type { Stack } from '@aws-sdk/client-cloudformation';
import { Distribution, STAGE_NAMES } from '../../lib/config';
import {
  DISTRIBUTION_TAG,
  PIPELINE_STACK,
  PROVIDER_STACK,
  TOOLKIT_STACK,
  registryStack,
} from '../../lib/names';

const SHARED_GROUPS = 'SharedGroups';

/** What of a stack needs somebody, each with the command that mends it. */
export function stackFindings(stack: Stack, distribution: Distribution): string[] {
  return [...unusable(stack), ...orphaned(stack, distribution)];
}

/** Whether a stack is the distribution's; an account may hold others, of whatever names. */
export function isOurs(stack: Stack, distribution: Distribution): boolean {
  return stack.StackName === TOOLKIT_STACK || isTagged(stack, distribution);
}

/** Statuses that CloudFormation does not update out of: what is wrong, and the command that clears it. */
const UNUSABLE: Readonly<Record<string, { readonly problem: string; readonly command: string }>> = {
  ROLLBACK_COMPLETE: {
    problem: 'its first creation failed, nothing of it is left, and every retry fails until it is deleted',
    command: 'delete-stack',
  },
  ROLLBACK_FAILED: {
    problem: 'its first creation failed and could not be taken back; its events say why. Delete it',
    command: 'delete-stack',
  },
  DELETE_FAILED: {
    problem: 'it could not be deleted; its events say why. Once the cause is gone, delete it again',
    command: 'delete-stack',
  },
  UPDATE_ROLLBACK_FAILED: {
    problem:
      'an update failed and could not be taken back; its events say why. Once the cause is gone, go on',
    command: 'continue-update-rollback',
  },
};

function unusable({ StackName, StackStatus }: Stack): string[] {
  const found = UNUSABLE[StackStatus ?? ''];
  if (!found) return [];
  const setting =
    StackName === PROVIDER_STACK && StackStatus === 'ROLLBACK_COMPLETE'
      ? `\nIf it says that the provider exists already, say so in distribution.config.ts before you push again:\n  identityProvider: 'existing',`
      : '';
  return [
    `${StackName} is in ${StackStatus}: ${found.problem} (administrator):\n  aws cloudformation ${found.command} --stack-name ${StackName}${setting}`,
  ];
}

/** A stack that the configuration does not make any more, which the pipeline leaves as it is. */
function orphaned(stack: Stack, distribution: Distribution): string[] {
  const { StackName = '' } = stack;
  const isShared = STAGE_NAMES.map((stage) => `${SHARED_GROUPS}${stage}`).includes(StackName);
  const { groups, images } = distribution;
  const isCommon = [PIPELINE_STACK, PROVIDER_STACK].includes(StackName);
  const isReplica = StackName.startsWith(`${PIPELINE_STACK}-support-`);
  const expected = [...images.map(({ name }) => name), ...(groups === 'shared' ? [SHARED_GROUPS] : [])];
  const stackNames = expected.flatMap((name) => STAGE_NAMES.map((stage) => registryStack(name, stage)));
  if (isCommon || isReplica || !isTagged(stack, distribution) || stackNames.includes(StackName)) return [];
  if (isShared) {
    return [
      `${StackName} is an orphan: distribution.config.ts says no more that images share their groups, and the members of these groups still have their rights. Take the members out and delete the stack (administrator):\n  aws cloudformation delete-stack --stack-name ${StackName}`,
    ];
  }
  return [
    `${StackName} is an orphan: no image of distribution.config.ts makes it, and what it has of a push role and groups still stands. Put the image back with 'retired: true' and release that, or delete the stack, which keeps the repository with its images (administrator):\n  aws cloudformation delete-stack --stack-name ${StackName}`,
  ];
}

function isTagged({ Tags = [] }: Stack, { name }: Distribution): boolean {
  return Tags.some(({ Key, Value }) => Key === DISTRIBUTION_TAG && Value === name);
}

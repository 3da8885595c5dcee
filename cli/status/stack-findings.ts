import type { Stack } from '@aws-sdk/client-cloudformation';
import { Distribution, STAGE_NAMES } from '../../lib/config';
import {
  DISTRIBUTION_TAG,
  PIPELINE_STACK,
  PROVIDER_STACK,
  TOOLKIT_STACK,
  registryStack,
  sharedGroupsStack,
  supportStack,
} from '../../lib/names';
import { Finding, Fix } from './finding';

/** What of a stack needs an action, each with the command that mends it. */
export function stackFindings(stack: Stack, distribution: Distribution): Finding[] {
  return [...unusable(stack), ...orphaned(stack, distribution)];
}

/** Whether a stack is the distribution's; an account may hold others, of whatever names. */
export function isOurs(stack: Stack, distribution: Distribution): boolean {
  return stack.StackName === TOOLKIT_STACK || isTagged(stack, distribution);
}

/** Statuses that CloudFormation does not update out of: what has happened, and what clears it. */
const UNUSABLE: Readonly<
  Record<string, { readonly problem: string; readonly instruction: string; readonly command: string }>
> = {
  ROLLBACK_COMPLETE: {
    problem: 'its first creation failed, nothing of it is left, and every retry fails until it is deleted.',
    instruction: 'Delete it',
    command: 'delete-stack',
  },
  ROLLBACK_FAILED: {
    problem: 'its first creation failed and could not be taken back; its events say why.',
    instruction: 'Delete it',
    command: 'delete-stack',
  },
  DELETE_FAILED: {
    problem: 'it could not be deleted; its events say why.',
    instruction: 'Once the cause is gone, delete it again',
    command: 'delete-stack',
  },
  UPDATE_ROLLBACK_FAILED: {
    problem: 'an update failed and could not be taken back; its events say why.',
    instruction: 'Once the cause is gone, go on',
    command: 'continue-update-rollback',
  },
};

const EXISTING_PROVIDER: Fix = {
  instruction:
    'If it says that the provider exists already, say so in distribution.config.ts before you push again',
  command: "identityProvider: 'existing',",
};

function unusable({ StackName = '', StackStatus }: Stack): Finding[] {
  const found = UNUSABLE[StackStatus ?? ''];
  if (!found) return [];
  const isProvider = StackName === PROVIDER_STACK && StackStatus === 'ROLLBACK_COMPLETE';
  const fix = onStack(StackName, found.instruction, found.command);
  return [
    {
      problem: `${StackName} is in ${StackStatus}: ${found.problem}`,
      fixes: isProvider ? [fix, EXISTING_PROVIDER] : [fix],
    },
  ];
}

function onStack(stackName: string, instruction: string, command: string): Fix {
  const by = 'administrator';
  return { instruction, by, command: `aws cloudformation ${command} --stack-name ${stackName}` };
}

/** A stack that the configuration does not make any more, which the pipeline leaves as it is. */
function orphaned(stack: Stack, distribution: Distribution): Finding[] {
  const { StackName = '' } = stack;
  const { groups, images } = distribution;
  const sharedGroups = STAGE_NAMES.map(sharedGroupsStack);
  const expected = [
    PIPELINE_STACK,
    PROVIDER_STACK,
    ...images.flatMap(({ name }) => STAGE_NAMES.map((stage) => registryStack(name, stage))),
    ...(groups === 'shared' ? sharedGroups : []),
  ];
  const isReplica = StackName.startsWith(supportStack(''));
  if (isReplica || !isTagged(stack, distribution) || expected.includes(StackName)) return [];
  if (sharedGroups.includes(StackName)) {
    return [
      {
        problem: `${StackName} is an orphan: distribution.config.ts says no more that images share their groups, and the members of these groups still have their permissions.`,
        fixes: [onStack(StackName, 'Take the members out and delete the stack', 'delete-stack')],
      },
    ];
  }
  const instruction =
    "Put the image back with 'retired: true' and release that, or delete the stack, which keeps the repository with its images";
  return [
    {
      problem: `${StackName} is an orphan: no image of distribution.config.ts makes it, and what it has of a push role and groups still stands.`,
      fixes: [onStack(StackName, instruction, 'delete-stack')],
    },
  ];
}

function isTagged({ Tags = [] }: Stack, { name }: Distribution): boolean {
  return Tags.some(({ Key, Value }) => Key === DISTRIBUTION_TAG && Value === name);
}

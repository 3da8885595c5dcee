import { Distribution } from '../../lib/config';
import { DISTRIBUTION_TAG, PROVIDER_STACK, TOOLKIT_STACK } from '../../lib/names';
import { Finding, Fix } from './finding';
import { FoundStack } from './found-stacks';

/** Whether a stack is the distribution's; an account may hold others, of whatever names. */
export function isOurs(stack: FoundStack, distribution: Distribution): boolean {
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

/** A stack that CloudFormation cannot update, if it is one, and the command that clears it. */
export function unusableStack(stack: FoundStack): Finding[] {
  const { StackName = '', StackStatus } = stack;
  const found = UNUSABLE[StackStatus ?? ''];
  if (!found) return [];
  const isProvider = StackName === PROVIDER_STACK && StackStatus === 'ROLLBACK_COMPLETE';
  const fix = onStack(stack, found.instruction, found.command);
  return [
    {
      problem: `${StackName} is in ${StackStatus}: ${found.problem}`,
      fixes: isProvider ? [fix, EXISTING_PROVIDER] : [fix],
    },
  ];
}

/** A command of CloudFormation on one stack, which only an administrator may run. */
export function onStack({ StackName, region }: FoundStack, instruction: string, command: string): Fix {
  const where = region ? ` --region ${region}` : '';
  return {
    instruction,
    by: 'administrator',
    command: `aws cloudformation ${command} --stack-name ${StackName}${where}`,
  };
}

/** Whether a stack has the tag of a distribution, as all have that its pipeline makes. */
export function isTagged({ Tags = [] }: FoundStack, { name }: Distribution): boolean {
  return Tags.some(({ Key, Value }) => Key === DISTRIBUTION_TAG && Value === name);
}

import type { Stack } from '@aws-sdk/client-cloudformation';
import { Distribution, STAGE_NAMES } from '../../lib/config';
import { withFindings } from '../../lib/config/stages-with-findings';
import {
  findingNoticesStack,
  PIPELINE_STACK,
  PROVIDER_STACK,
  registryStack,
  sharedGroupsStack,
  supportStack,
} from '../../lib/names';
import { Finding } from './finding';
import type { DeployedPipeline } from './pipeline/deployed-pipeline';
import { FoundStack } from './found-stacks';
import { isTagged, onStack } from './stack-findings';

/** What is deployed, by which stacks are judged: the checkout may be of another commit. */
export interface Deployed {
  readonly pipeline: DeployedPipeline;

  /** Its stack, as CloudFormation describes it. */
  readonly pipelineStack: Stack;

  /** Commit by which the pipeline updated itself last. @default - not known */
  readonly commit?: string;

  /** Whether the newest commit has gone through the pipeline's update of itself, and none is on its way there. */
  readonly isSettled: boolean;
}

/**
 * Stacks that nothing makes any more, which the pipeline leaves as they are.
 *
 * Such is only a stack that neither this checkout nor the deployed pipeline makes, that is older than the pipeline's
 * last change, and while no other commit is about to change the pipeline: what a newer commit has made is not this
 * checkout's to judge. A deletion is told only of what nobody can have adopted by hand.
 *
 * @param deployed @default - it could not be read, and nothing is said to be an orphan
 */
export function orphans(
  stacks: readonly FoundStack[],
  distribution: Distribution,
  deployed?: Deployed,
): Finding[] {
  const here = stacksOf(distribution);
  return stacks
    .filter((stack) => isTagged(stack, distribution))
    .filter(({ StackName = '' }) => !here.has(StackName) && !StackName.startsWith(supportStack('')))
    .filter(({ StackName = '' }) => !deployed?.pipeline.stackNames.has(StackName))
    .map((stack) => {
      if (!deployed) return unjudged(stack, distribution);
      if (isNewer(stack, deployed.pipelineStack)) return newcomer(stack);
      return deployed.isSettled ? orphan(stack) : undecided(stack);
    });
}

/** That the deployed pipeline makes stacks that this checkout does not, if it does. */
export function otherCheckout(distribution: Distribution, { pipeline, commit }: Deployed): Finding[] {
  const here = stacksOf(distribution);
  const missing = [...pipeline.stackNames].filter((name) => !here.has(name));
  if (missing.length === 0) return [];
  const which = commit ? `the pipeline, as commit ${commit} left it,` : 'the pipeline';
  return [
    {
      problem: `This checkout is older than what is deployed, or its changes are not: ${which} makes ${missing.join(', ')}, and distribution.config.ts here does not.`,
      fixes: [{ instruction: 'If it is older, get the newest commit', command: 'git pull' }],
    },
  ];
}

/** Stacks that a configuration makes. */
function stacksOf(distribution: Distribution): ReadonlySet<string> {
  const { groups, images, notifications } = distribution;
  const toldThere = notifications?.emails ? withFindings(distribution).elsewhere : [];
  return new Set([
    PIPELINE_STACK,
    PROVIDER_STACK,
    ...images.flatMap(({ name }) => STAGE_NAMES.map((stage) => registryStack(name, stage))),
    ...(groups === 'shared' ? SHARED_GROUPS : []),
    ...toldThere.map(findingNoticesStack),
  ]);
}

const SHARED_GROUPS: readonly string[] = STAGE_NAMES.map(sharedGroupsStack);
const FINDING_NOTICES: readonly string[] = STAGE_NAMES.map(findingNoticesStack);

/**
 * Whether a stack was created after the pipeline had changed last.
 *
 * The pipeline dropped an orphan when it changed, so an orphan is older. This one was created by hand, as
 * `npm run adopt` does, from a commit that is not released.
 */
function isNewer({ CreationTime }: Stack, pipelineStack: Stack): boolean {
  const changed = pipelineStack.LastUpdatedTime ?? pipelineStack.CreationTime;
  return CreationTime !== undefined && changed !== undefined && CreationTime > changed;
}

function newcomer({ StackName }: Stack): Finding {
  return {
    problem: `${StackName} is made by neither the deployed pipeline nor distribution.config.ts here, and was created after the pipeline had changed last: by hand, from a commit that is not released.`,
    fixes: [{ instruction: 'Get the newest commit, and look again', command: 'git pull && npm run status' }],
  };
}

function undecided({ StackName }: Stack): Finding {
  return {
    problem: `${StackName} is made by neither the deployed pipeline nor distribution.config.ts here, but the newest commit has not gone through UpdatePipeline, and may make it.`,
    fixes: [{ instruction: 'Once it has, look again', command: 'npm run status' }],
  };
}

function unjudged({ StackName }: Stack, { name, pipeline }: Distribution): Finding {
  const where = pipeline.account ? ` of account ${pipeline.account}` : '';
  return {
    problem: `${StackName} is not made by distribution.config.ts of this checkout, and what the deployed pipeline makes cannot be seen from here.`,
    fixes: [
      {
        instruction: `Whether the pipeline makes it this says, with the credentials of an administrator or an approver${where}; if not, docs/operating.md says what to do`,
        command: `aws codepipeline get-pipeline --name ${name} --query 'pipeline.stages[].actions[].configuration.StackName'`,
      },
    ],
  };
}

function orphan(stack: FoundStack): Finding {
  const { StackName = '' } = stack;
  if (SHARED_GROUPS.includes(StackName)) {
    return {
      problem: `${StackName} is an orphan: neither the deployed pipeline nor distribution.config.ts says any more that images share their groups, and the members of these groups still have their permissions.`,
      fixes: [onStack(stack, 'Take the members out and delete the stack', 'delete-stack')],
    };
  }
  if (FINDING_NOTICES.includes(StackName)) {
    return {
      problem: `${StackName} is an orphan: neither the deployed pipeline nor distribution.config.ts says any more that it tells of findings, and it goes on telling.`,
      fixes: [onStack(stack, 'Delete it, before you bootstrap again', 'delete-stack')],
    };
  }
  // No deletion: a stack may have been adopted for a commit that is not released, and nothing deployed tells.
  return {
    problem: `${StackName} is an orphan: neither the deployed pipeline nor an image of distribution.config.ts makes it, and what it has of a push role and groups still stands.`,
    fixes: [
      {
        instruction:
          'Unless somebody adopted it for a commit that is not released yet, put its image back with this line and release that (docs/operating.md says how to delete the stack instead)',
        command: 'retired: true,',
      },
    ],
  };
}

import { CloudFormationClient, paginateDescribeStackEvents } from '@aws-sdk/client-cloudformation';
import { Distribution } from '../../lib/config';
import { Finding } from './finding';
import { FoundStack } from './found-stacks';
import { nameOf, StagePlace, stagePlaces } from './stage-accounts';
import { TOOLKIT_PREFIX } from '../../lib/names';

/** What AWS says of the policy of a key, and of a bucket, that names a role that does not exist. */
const NO_SUCH_ROLE = /one or more invalid principals|Invalid principal in policy/;

/** What CodePipeline says of a role that does not let it in. */
const NOT_ASSUMED = new RegExp(
  `not authorized to perform AssumeRole on role arn:[\\w-]+:iam::(\\d{12}):role/${TOOLKIT_PREFIX}`,
  'g',
);

const BOOTSTRAP = 'npm run bootstrap -- --profile NAME';

/** Statuses with which something new happens to a stack. */
const BEGUN = ['CREATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS'];

/**
 * Accounts of stages that keep the pipeline out, by what AWS has said in the pipeline's own account.
 *
 * The others cannot be looked into from there. The two causes are told apart by where AWS stops: the policy of the
 * artifacts' key names the deploy roles, and must name roles that exist; the pipeline is made after the key, and must
 * be let in by them.
 *
 * @param stacks The pipeline's, and those that keep its artifacts in other regions. The policies of each name the deploy
 * roles of its own region only.
 * @param refusals What failed actions say.
 */
export async function refusedAccounts(
  stacks: readonly FoundStack[],
  refusals: readonly string[],
  distribution: Distribution,
): Promise<Finding[]> {
  const places = stagePlaces(distribution);
  if (places.length === 0) return [];
  const failures = await Promise.all(
    stacks.map(async (stack) => ({ region: stack.region, reasons: await lastFailures(stack) })),
  );
  const reasons = failures.flatMap((failure) => failure.reasons);
  const unknown = failures
    .filter((failure) => failure.reasons.some((reason) => NO_SUCH_ROLE.test(reason)))
    .map(({ region = distribution.pipeline.region }) => places.filter((place) => place.region === region))
    .filter(({ length }) => length > 0);
  const pipelineAccount = distribution.pipeline.account ?? '';
  const stoppedAt = (texts: readonly string[]) =>
    places.filter(({ account }) =>
      texts.some((text) => [...text.matchAll(NOT_ASSUMED)].some(([, found]) => found === account)),
    );
  return [
    ...unknown.map(notBootstrapped),
    ...stoppedAt(reasons).map((place) =>
      withFix(
        place,
        `Account ${nameOf(place)} is bootstrapped, but does not trust account ${pipelineAccount}, where the pipeline is.`,
      ),
    ),
    ...stoppedAt(refusals).map((place) =>
      withFix(
        place,
        `Account ${nameOf(place)} does not let the pipeline in any more: it has stopped trusting account ${pipelineAccount}, or its toolkit was deleted.`,
      ),
    ),
  ];
}

/** AWS does not say whose role is missing. */
function notBootstrapped(places: readonly StagePlace[]): Finding {
  if (places.length === 1) return withFix(places[0], `Account ${nameOf(places[0])} is not bootstrapped.`);
  return {
    problem: `An account is not bootstrapped, one of ${places.map(nameOf).join(', ')}; AWS does not say which.`,
    fixes: [
      {
        instruction: 'With the credentials of each, this says it, and does nothing where all is well',
        by: 'administrator',
        command: BOOTSTRAP,
      },
    ],
  };
}

function withFix({ account }: StagePlace, problem: string): Finding {
  const instruction = `With the credentials of account ${account}`;
  return { problem, fixes: [{ instruction, by: 'administrator', command: BOOTSTRAP }] };
}

/** Why a stack was rolled back, newest first, if that is what has happened to it last. */
async function lastFailures({ StackName, StackStatus, region }: FoundStack): Promise<string[]> {
  const reasons: string[] = [];
  if (!StackStatus?.includes('ROLLBACK')) return reasons;
  const client = new CloudFormationClient({ region });
  for await (const { StackEvents = [] } of paginateDescribeStackEvents({ client }, { StackName })) {
    for (const { LogicalResourceId, ResourceStatus = '', ResourceStatusReason } of StackEvents) {
      if (LogicalResourceId === StackName && BEGUN.includes(ResourceStatus)) return reasons;
      if (ResourceStatusReason) reasons.push(ResourceStatusReason);
    }
  }
  return reasons;
}

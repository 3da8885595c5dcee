import * as ecr from '@aws-sdk/client-ecr';
import { IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { ACCESS, Identity, LEVEL_ACTIONS } from '../../lib/access/permission-tables';
import { LocalAccount } from '../../emulators/account/local-account';
import { isSameIdentity, Registry } from './registries';

/** What the account decided of one question, and what the tables say. */
export interface Decision {
  readonly question: string;
  readonly expected: 'allowed' | 'refused';
  readonly decided: 'allowed' | 'refused';
}

/** Every action of ECR's API. */
export const ECR_ACTIONS: readonly string[] = Object.keys(ecr)
  .filter((name) => name.endsWith('Command') && !name.startsWith('$'))
  .map((name) => `ecr:${name.slice(0, -'Command'.length)}`)
  .sort();

/**
 * Asks the account's evaluator of every identity, every action and every repository.
 *
 * An identity of one registry is also asked about all the others, on which it may do nothing unless it is theirs
 * too.
 */
export async function decideAccess(
  account: LocalAccount,
  registries: readonly Registry[],
): Promise<Decision[]> {
  const iam = new IAMClient(account.sdk());
  const questions = registries.flatMap((registry) =>
    (Object.entries(registry.identities) as [Identity, string][]).map(([identity, arn]) => ({
      registry,
      identity,
      arn,
    })),
  );
  const decisions = await Promise.all(
    questions.map(async ({ registry, identity, arn }) => {
      const allowed = new Set(ACCESS[registry.stageName][identity].flatMap((level) => LEVEL_ACTIONS[level]));
      const answers = await Promise.all(
        registries.map(({ repositoryArn }) => simulate(iam, arn, repositoryArn)),
      );
      return registries.flatMap((target, index) =>
        ECR_ACTIONS.map((action): Decision => {
          const everywhere = action === 'ecr:GetAuthorizationToken';
          const expected = allowed.has(action) && (everywhere || isSameIdentity(identity, registry, target));
          return {
            question: `${registry.stackName} ${identity}: ${action} on ${target.repositoryArn}`,
            expected: expected ? 'allowed' : 'refused',
            decided: answers[index].has(action) ? 'allowed' : 'refused',
          };
        }),
      );
    }),
  );
  return decisions.flat();
}

/** The actions of ECR that a principal may call on a resource. */
async function simulate(iam: IAMClient, principalArn: string, resourceArn: string): Promise<Set<string>> {
  const { EvaluationResults = [] } = await iam.send(
    new SimulatePrincipalPolicyCommand({
      PolicySourceArn: principalArn,
      ActionNames: [...ECR_ACTIONS],
      ResourceArns: [resourceArn],
    }),
  );
  if (EvaluationResults.length !== ECR_ACTIONS.length) {
    throw new Error(
      `the account decided ${EvaluationResults.length} actions for ${principalArn}, expected ${ECR_ACTIONS.length}`,
    );
  }
  const allowed = EvaluationResults.filter(({ EvalDecision }) => EvalDecision === 'allowed');
  return new Set(allowed.map(({ EvalActionName }) => EvalActionName ?? ''));
}

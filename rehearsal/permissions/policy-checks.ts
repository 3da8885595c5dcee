import { IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { ACCESS, Identity, LEVEL_ACTIONS } from '../../lib/access/permission-tables';
import { LocalAccount } from '../../emulators/account/local-account';
import { ECR_ACTIONS } from './ecr-actions';
import { PermissionCheck } from './permission-check';
import { isSameIdentity, Registry } from './registries';

/**
 * Asks the account's policy evaluator about every identity, every action and every repository.
 *
 * An identity of one registry is also asked about all the others, on which it may do nothing unless it is theirs
 * too.
 */
export async function checkPolicies(
  account: LocalAccount,
  registries: readonly Registry[],
): Promise<PermissionCheck[]> {
  const iam = new IAMClient(account.sdk());
  const checks = registries.flatMap((registry) =>
    (Object.entries(registry.identities) as [Identity, string][]).map(([identity, arn]) =>
      checkIdentity(iam, registries, { registry, identity, arn }),
    ),
  );
  return (await Promise.all(checks)).flat();
}

async function checkIdentity(
  iam: IAMClient,
  registries: readonly Registry[],
  { registry, identity, arn }: { registry: Registry; identity: Identity; arn: string },
): Promise<PermissionCheck[]> {
  const granted = new Set(ACCESS[registry.stageName][identity].flatMap((level) => LEVEL_ACTIONS[level]));
  const answers = await Promise.all(
    registries.map(({ repositoryArn }) => allowedActions(iam, arn, repositoryArn)),
  );
  return registries.flatMap((target, index) =>
    ECR_ACTIONS.map((action): PermissionCheck => {
      const isForAll = action === 'ecr:GetAuthorizationToken';
      const isExpected = granted.has(action) && (isForAll || isSameIdentity(identity, registry, target));
      return {
        question: `${registry.stackName} ${identity}: ${action} on ${target.repositoryArn}`,
        expected: isExpected ? 'allowed' : 'refused',
        actual: answers[index].has(action) ? 'allowed' : 'refused',
      };
    }),
  );
}

/** The actions of ECR that the evaluator allows a principal on a resource. */
async function allowedActions(
  iam: IAMClient,
  principalArn: string,
  resourceArn: string,
): Promise<Set<string>> {
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

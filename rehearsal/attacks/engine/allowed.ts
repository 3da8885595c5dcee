import { IAMClient, SimulateCustomPolicyCommand, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { LocalAccount } from '../../../emulators/account/local-account';
import { Attempt, namesWhere, PermissionQuestion } from './attempt';

/** Names of the attempts whose permission the account's policy evaluator allows to a principal. */
export function allowedByPoliciesOf(
  account: LocalAccount,
  principalArn: string,
  attempts: readonly Required<Attempt>[],
): Promise<string[]> {
  const iam = new IAMClient(account.sdk());
  return namesWhere(attempts, async ({ permission }) => {
    const question = { PolicySourceArn: principalArn, ...requestOf(permission) };
    const { EvaluationResults } = await iam.send(new SimulatePrincipalPolicyCommand(question));
    return EvaluationResults?.[0]?.EvalDecision === 'allowed';
  });
}

/** Names of the attempts whose permission one policy document allows by itself. */
export function allowedByDocument(
  account: LocalAccount,
  document: string,
  attempts: readonly Required<Attempt>[],
): Promise<string[]> {
  const iam = new IAMClient(account.sdk());
  return namesWhere(attempts, async ({ permission }) => {
    const question = { PolicyInputList: [document], ...requestOf(permission) };
    const { EvaluationResults } = await iam.send(new SimulateCustomPolicyCommand(question));
    return EvaluationResults?.[0]?.EvalDecision === 'allowed';
  });
}

function requestOf({ action, resource, context = {} }: PermissionQuestion) {
  return {
    ActionNames: [action],
    ResourceArns: [resource],
    ContextEntries: Object.entries(context).map(([ContextKeyName, value]) => ({
      ContextKeyName,
      ContextKeyType: 'string' as const,
      ContextKeyValues: [value],
    })),
  };
}

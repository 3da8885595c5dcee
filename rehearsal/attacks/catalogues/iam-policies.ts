import * as iam from '@aws-sdk/client-iam';
import { Attempt } from '../engine/attempt';
import { ALLOW_EVERYTHING } from '../targets/documents';
import { arnsOf, iamAttempt, IamTargets } from './iam-targets';

/** Changes of the policies that guard, and of those of others. */
export function policyAttempts(targets: IamTargets): Required<Attempt>[] {
  const { arn } = arnsOf(targets);
  return [
    ...[...targets.guardArns, targets.others.policyArn].flatMap((PolicyArn) => {
      const name = PolicyArn.split('/').at(-1);
      return [
        iamAttempt(
          `a new version of ${name}`,
          new iam.CreatePolicyVersionCommand({
            PolicyArn,
            PolicyDocument: ALLOW_EVERYTHING,
            SetAsDefault: true,
          }),
          PolicyArn,
        ),
        iamAttempt(
          `another version of ${name}`,
          new iam.SetDefaultPolicyVersionCommand({ PolicyArn, VersionId: 'v1' }),
          PolicyArn,
        ),
        iamAttempt(`${name} deleted`, new iam.DeletePolicyCommand({ PolicyArn }), PolicyArn),
      ];
    }),
    iamAttempt(
      "a policy outside the app's path",
      new iam.CreatePolicyCommand({ PolicyName: 'escalation', PolicyDocument: ALLOW_EVERYTHING }),
      arn('policy/escalation'),
    ),
  ];
}

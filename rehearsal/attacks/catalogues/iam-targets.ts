import * as iam from '@aws-sdk/client-iam';
import { Attempt } from '../engine/attempt';
import { UnrelatedResources } from '../targets/unrelated-resources';

/** What an escalation path through IAM would lead through: identities of the distribution, its toolkit and others. */
export interface IamTargets {
  readonly accountId: string;
  readonly iamPath: string;
  readonly boundaryArn: string;

  /** ARNs of the policies that guard: the boundaries, and those of CloudFormation's execution role. */
  readonly guardArns: readonly string[];
  readonly executionRole: string;
  readonly deployRole: string;

  /** A role and a group of the app. */
  readonly appRole: string;
  readonly appGroup: string;

  /** ARN of a managed policy of the app's path, as shared groups have them. */
  readonly appPolicyArn: string;
  readonly others: UnrelatedResources;
}

/** ARNs of what the attempts are made on. */
export function arnsOf({ accountId, iamPath, appRole, appGroup, others }: IamTargets) {
  const arn = (rest: string) => `arn:aws:iam::${accountId}:${rest}`;
  return {
    arn,
    appRole: arn(`role${iamPath}${appRole}`),
    appGroup: arn(`group${iamPath}${appGroup}`),
    user: arn(`user/${others.userName}`),
    group: arn(`group/${others.groupName}`),
  };
}

/** A call of IAM; the permission that is asked about is the one of the same name, which the call needs. */
export function iamAttempt(
  name: string,
  command: object,
  resource: string,
  context: Readonly<Record<string, string>> = {},
): Required<Attempt> {
  return {
    name,
    permission: { action: `iam:${command.constructor.name.replace(/Command$/, '')}`, resource, context },
    // The client takes any command; its type takes one at a time.
    call: (clients) => clients.iam.send(command as iam.GetUserCommand),
  };
}

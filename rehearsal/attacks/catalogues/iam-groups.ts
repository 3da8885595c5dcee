import * as iam from '@aws-sdk/client-iam';
import { Attempt } from '../engine/attempt';
import { ADMINISTRATOR_ACCESS, ALLOW_EVERYTHING } from '../targets/documents';
import { arnsOf, iamAttempt, IamTargets } from './iam-targets';

const inline = { PolicyName: 'escalation', PolicyDocument: ALLOW_EVERYTHING };

/** Members and policies of groups, those of others and the app's own. */
export function groupAttempts(targets: IamTargets): Required<Attempt>[] {
  const { appPolicyArn, others } = targets;
  const { group, appGroup } = arnsOf(targets);
  const theirs = { GroupName: others.groupName };
  const ours = { GroupName: targets.appGroup };
  return [
    iamAttempt(
      "membership of another app's group",
      new iam.AddUserToGroupCommand({ ...theirs, UserName: others.userName }),
      group,
    ),
    iamAttempt(
      "membership of the app's group",
      new iam.AddUserToGroupCommand({ ...ours, UserName: others.userName }),
      appGroup,
    ),
    iamAttempt(
      "an inline policy on another app's group",
      new iam.PutGroupPolicyCommand({ ...theirs, ...inline }),
      group,
    ),
    iamAttempt(
      "AdministratorAccess on the app's group",
      new iam.AttachGroupPolicyCommand({ ...ours, PolicyArn: ADMINISTRATOR_ACCESS }),
      appGroup,
      { 'iam:PolicyARN': ADMINISTRATOR_ACCESS },
    ),
    iamAttempt(
      "a policy of the app's on another app's group",
      new iam.AttachGroupPolicyCommand({ ...theirs, PolicyArn: appPolicyArn }),
      group,
      { 'iam:PolicyARN': appPolicyArn },
    ),
    ...openGroupAttempts(targets),
  ];
}

const INLINE_POLICY = "an inline policy on the app's group";
const MANAGED_POLICY = "a policy of the app's on its group";
const POLICY_VERSION = "a new version of a policy of the app's";

/**
 * The one path that stays open to CloudFormation's execution role, by whichever kind of policy.
 *
 * No condition can say what a group's policy may allow, and a group takes no boundary.
 */
export const OPEN_GROUP_ATTEMPTS: readonly string[] = [INLINE_POLICY, MANAGED_POLICY, POLICY_VERSION];

function openGroupAttempts(targets: IamTargets): Required<Attempt>[] {
  const { appGroup: GroupName, appPolicyArn: PolicyArn } = targets;
  const { appGroup } = arnsOf(targets);
  return [
    iamAttempt(INLINE_POLICY, new iam.PutGroupPolicyCommand({ GroupName, ...inline }), appGroup),
    iamAttempt(MANAGED_POLICY, new iam.AttachGroupPolicyCommand({ GroupName, PolicyArn }), appGroup, {
      'iam:PolicyARN': PolicyArn,
    }),
    iamAttempt(
      POLICY_VERSION,
      new iam.CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: ALLOW_EVERYTHING, SetAsDefault: true }),
      PolicyArn,
    ),
  ];
}

/** Takes back what the attempts that stay open have done. */
export async function undoGroupAttempts(
  client: iam.IAMClient,
  { appGroup: GroupName, appPolicyArn: PolicyArn }: IamTargets,
): Promise<void> {
  const { PolicyName } = inline;
  await client.send(new iam.DeleteGroupPolicyCommand({ GroupName, PolicyName }));
  await client.send(new iam.DetachGroupPolicyCommand({ GroupName, PolicyArn }));
  const { Versions = [] } = await client.send(new iam.ListPolicyVersionsCommand({ PolicyArn }));
  for (const { VersionId, IsDefaultVersion } of Versions) {
    if (IsDefaultVersion) continue;
    await client.send(new iam.DeletePolicyVersionCommand({ PolicyArn, VersionId }));
  }
  await client.send(new iam.DeletePolicyCommand({ PolicyArn }));
}

import * as iam from '@aws-sdk/client-iam';
import { ADMINISTRATOR, Bystanders, document } from './unrelated-resources';
import { Clients, Road } from './escalation-path';

/** What of the distribution and of its toolkit a road would lead through. */
export interface Targets {
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
}

const EVERYTHING = document({ Effect: 'Allow', Action: '*', Resource: '*' });
const ANYBODY = document({ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' });

/** Roads through IAM itself; the right that is asked is the one that the call needs. */
export function identityRoads(targets: Targets, others: Bystanders): Road[] {
  const arn = (rest: string) => `arn:aws:iam::${targets.accountId}:${rest}`;
  const road = (
    name: string,
    command: object,
    resource: string,
    context: Record<string, string> = {},
  ): Road => ({
    name,
    action: `iam:${command.constructor.name.replace(/Command$/, '')}`,
    resource,
    context,
    // The client takes any command; its type takes one at a time.
    attempt: (clients: Clients) => clients.iam.send(command as iam.GetUserCommand),
  });
  const toolkit = [targets.executionRole, targets.deployRole];
  const administrator = { 'iam:PolicyARN': ADMINISTRATOR };
  const ofTheApp = { 'iam:PolicyARN': targets.appPolicyArn };
  const bounded = { 'iam:PermissionsBoundary': targets.boundaryArn };
  const appRole = arn(`role${targets.iamPath}${targets.appRole}`);
  const appGroup = arn(`group${targets.iamPath}${targets.appGroup}`);
  const user = arn(`user/${others.userName}`);
  const group = arn(`group/${others.groupName}`);
  const inline = { PolicyName: 'road', PolicyDocument: EVERYTHING };
  const newRole = { RoleName: 'road', Path: targets.iamPath, AssumeRolePolicyDocument: ANYBODY };
  const newRoleArn = arn(`role${targets.iamPath}road`);
  const [guard] = targets.guardArns;

  return [
    ...[...targets.guardArns, others.policyArn].flatMap((PolicyArn) => [
      road(
        `a new version of ${PolicyArn.split('/').at(-1)}`,
        new iam.CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: EVERYTHING, SetAsDefault: true }),
        PolicyArn,
      ),
      road(
        `another version of ${PolicyArn.split('/').at(-1)}`,
        new iam.SetDefaultPolicyVersionCommand({ PolicyArn, VersionId: 'v1' }),
        PolicyArn,
      ),
      road(`${PolicyArn.split('/').at(-1)} deleted`, new iam.DeletePolicyCommand({ PolicyArn }), PolicyArn),
    ]),
    road(
      'a policy taken off the execution role',
      new iam.DetachRolePolicyCommand({ RoleName: targets.executionRole, PolicyArn: guard }),
      arn(`role/${targets.executionRole}`),
      { 'iam:PolicyARN': guard },
    ),
    ...[...toolkit, others.roleName].flatMap((RoleName) => [
      road(
        `AdministratorAccess on ${RoleName}`,
        new iam.AttachRolePolicyCommand({ RoleName, PolicyArn: ADMINISTRATOR }),
        arn(`role/${RoleName}`),
        administrator,
      ),
      road(
        `an inline policy on ${RoleName}`,
        new iam.PutRolePolicyCommand({ RoleName, ...inline }),
        arn(`role/${RoleName}`),
      ),
      road(
        `the trust policy of ${RoleName}`,
        new iam.UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: ANYBODY }),
        arn(`role/${RoleName}`),
      ),
    ]),
    road(
      "AdministratorAccess on the app's own role",
      new iam.AttachRolePolicyCommand({ RoleName: targets.appRole, PolicyArn: ADMINISTRATOR }),
      appRole,
      { ...administrator, ...bounded },
    ),
    road('a role without a boundary', new iam.CreateRoleCommand(newRole), newRoleArn),
    road(
      'a role with another boundary',
      new iam.CreateRoleCommand({ ...newRole, PermissionsBoundary: ADMINISTRATOR }),
      newRoleArn,
      { 'iam:PermissionsBoundary': ADMINISTRATOR },
    ),
    road(
      "a role beside the app's path",
      new iam.CreateRoleCommand({ ...newRole, Path: '/', PermissionsBoundary: targets.boundaryArn }),
      arn('role/road'),
      bounded,
    ),
    road(
      'a boundary taken off',
      new iam.DeleteRolePermissionsBoundaryCommand({ RoleName: targets.appRole }),
      appRole,
      bounded,
    ),
    road(
      'another boundary put on',
      new iam.PutRolePermissionsBoundaryCommand({
        RoleName: targets.appRole,
        PermissionsBoundary: ADMINISTRATOR,
      }),
      appRole,
      { 'iam:PermissionsBoundary': ADMINISTRATOR },
    ),
    road(
      'a foreign identity provider',
      new iam.CreateOpenIDConnectProviderCommand({ Url: 'https://tokens.example.com' }),
      arn('oidc-provider/tokens.example.com'),
    ),
    road('a user', new iam.CreateUserCommand({ UserName: 'road' }), arn('user/road')),
    road("a key of somebody's", new iam.CreateAccessKeyCommand({ UserName: others.userName }), user),
    road(
      'a login of somebody without one',
      new iam.CreateLoginProfileCommand({ UserName: others.userName, Password: 'Road-2-administrator!' }),
      user,
    ),
    road(
      "somebody's login",
      new iam.UpdateLoginProfileCommand({ UserName: others.userName, Password: 'Road-2-administrator!' }),
      user,
    ),
    road(
      'AdministratorAccess on a user',
      new iam.AttachUserPolicyCommand({ UserName: others.userName, PolicyArn: ADMINISTRATOR }),
      user,
      administrator,
    ),
    road(
      'an inline policy on a user',
      new iam.PutUserPolicyCommand({ UserName: others.userName, ...inline }),
      user,
    ),
    road(
      "membership of somebody else's group",
      new iam.AddUserToGroupCommand({ GroupName: others.groupName, UserName: others.userName }),
      group,
    ),
    road(
      "membership of the app's group",
      new iam.AddUserToGroupCommand({ GroupName: targets.appGroup, UserName: others.userName }),
      appGroup,
    ),
    road(
      "an inline policy on somebody else's group",
      new iam.PutGroupPolicyCommand({ GroupName: others.groupName, ...inline }),
      group,
    ),
    road(
      "AdministratorAccess on the app's group",
      new iam.AttachGroupPolicyCommand({ GroupName: targets.appGroup, PolicyArn: ADMINISTRATOR }),
      appGroup,
      administrator,
    ),
    ...[...toolkit, others.roleName, targets.appRole].map((RoleName) =>
      road(
        `a policy of the app's on ${RoleName}`,
        new iam.AttachRolePolicyCommand({ RoleName, PolicyArn: targets.appPolicyArn }),
        RoleName === targets.appRole ? appRole : arn(`role/${RoleName}`),
        ofTheApp,
      ),
    ),
    road(
      "a policy of the app's on a user",
      new iam.AttachUserPolicyCommand({ UserName: others.userName, PolicyArn: targets.appPolicyArn }),
      user,
      ofTheApp,
    ),
    road(
      "a policy of the app's on somebody else's group",
      new iam.AttachGroupPolicyCommand({ GroupName: others.groupName, PolicyArn: targets.appPolicyArn }),
      group,
      ofTheApp,
    ),
    road(
      "a policy beside the app's path",
      new iam.CreatePolicyCommand({ PolicyName: 'road', PolicyDocument: EVERYTHING }),
      arn('policy/road'),
    ),
    road(INLINE_ROAD, new iam.PutGroupPolicyCommand({ GroupName: targets.appGroup, ...inline }), appGroup),
    road(
      MANAGED_ROAD,
      new iam.AttachGroupPolicyCommand({ GroupName: targets.appGroup, PolicyArn: targets.appPolicyArn }),
      appGroup,
      ofTheApp,
    ),
    road(
      VERSION_ROAD,
      new iam.CreatePolicyVersionCommand({
        PolicyArn: targets.appPolicyArn,
        PolicyDocument: EVERYTHING,
        SetAsDefault: true,
      }),
      targets.appPolicyArn,
    ),
  ];
}

const INLINE_ROAD = "an inline policy on the app's group";
const MANAGED_ROAD = "a policy of the app's on its group";
const VERSION_ROAD = "a new version of a policy of the app's";

/**
 * The one road that stays, by whichever kind of policy: what a group's policy says has no condition, and a group no
 * boundary.
 */
export const GROUP_ROADS: readonly string[] = [INLINE_ROAD, MANAGED_ROAD, VERSION_ROAD];

import * as iam from '@aws-sdk/client-iam';
import { Attempt } from '../engine/attempt';
import { ADMINISTRATOR_ACCESS, ALLOW_EVERYTHING, TRUST_EVERYONE } from '../targets/documents';
import { arnsOf, iamAttempt, IamTargets } from './iam-targets';

/** Permissions for roles that exist, and new roles without what bounds them. */
export function roleAttempts(targets: IamTargets): Required<Attempt>[] {
  return [
    ...existingRoleAttempts(targets),
    ...newRoleAttempts(targets),
    ...boundaryAttempts(targets),
    iamAttempt(
      'a foreign identity provider',
      new iam.CreateOpenIDConnectProviderCommand({ Url: 'https://tokens.example.com' }),
      arnsOf(targets).arn('oidc-provider/tokens.example.com'),
    ),
  ];
}

function existingRoleAttempts(targets: IamTargets): Required<Attempt>[] {
  const { executionRole, deployRole, others, appPolicyArn, boundaryArn } = targets;
  const { arn, appRole } = arnsOf(targets);
  const [guard] = targets.guardArns;
  const administrator = { 'iam:PolicyARN': ADMINISTRATOR_ACCESS };
  return [
    iamAttempt(
      'a policy detached from the execution role',
      new iam.DetachRolePolicyCommand({ RoleName: executionRole, PolicyArn: guard }),
      arn(`role/${executionRole}`),
      { 'iam:PolicyARN': guard },
    ),
    ...[executionRole, deployRole, others.roleName].flatMap((RoleName) => [
      iamAttempt(
        `AdministratorAccess on ${RoleName}`,
        new iam.AttachRolePolicyCommand({ RoleName, PolicyArn: ADMINISTRATOR_ACCESS }),
        arn(`role/${RoleName}`),
        administrator,
      ),
      iamAttempt(
        `an inline policy on ${RoleName}`,
        new iam.PutRolePolicyCommand({
          RoleName,
          PolicyName: 'escalation',
          PolicyDocument: ALLOW_EVERYTHING,
        }),
        arn(`role/${RoleName}`),
      ),
      iamAttempt(
        `the trust policy of ${RoleName}`,
        new iam.UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: TRUST_EVERYONE }),
        arn(`role/${RoleName}`),
      ),
    ]),
    iamAttempt(
      "AdministratorAccess on the app's own role",
      new iam.AttachRolePolicyCommand({ RoleName: targets.appRole, PolicyArn: ADMINISTRATOR_ACCESS }),
      appRole,
      { ...administrator, 'iam:PermissionsBoundary': boundaryArn },
    ),
    ...[executionRole, deployRole, others.roleName, targets.appRole].map((RoleName) =>
      iamAttempt(
        `a policy of the app's on ${RoleName}`,
        new iam.AttachRolePolicyCommand({ RoleName, PolicyArn: appPolicyArn }),
        RoleName === targets.appRole ? appRole : arn(`role/${RoleName}`),
        { 'iam:PolicyARN': appPolicyArn },
      ),
    ),
  ];
}

function newRoleAttempts(targets: IamTargets): Required<Attempt>[] {
  const { iamPath, boundaryArn } = targets;
  const { arn } = arnsOf(targets);
  const role = { RoleName: 'escalation', Path: iamPath, AssumeRolePolicyDocument: TRUST_EVERYONE };
  const roleArn = arn(`role${iamPath}${role.RoleName}`);
  return [
    iamAttempt('a role without a boundary', new iam.CreateRoleCommand(role), roleArn),
    iamAttempt(
      'a role with another boundary',
      new iam.CreateRoleCommand({ ...role, PermissionsBoundary: ADMINISTRATOR_ACCESS }),
      roleArn,
      { 'iam:PermissionsBoundary': ADMINISTRATOR_ACCESS },
    ),
    iamAttempt(
      "a role outside the app's path",
      new iam.CreateRoleCommand({ ...role, Path: '/', PermissionsBoundary: boundaryArn }),
      arn(`role/${role.RoleName}`),
      { 'iam:PermissionsBoundary': boundaryArn },
    ),
  ];
}

function boundaryAttempts(targets: IamTargets): Required<Attempt>[] {
  const { appRole } = arnsOf(targets);
  return [
    iamAttempt(
      'a boundary removed',
      new iam.DeleteRolePermissionsBoundaryCommand({ RoleName: targets.appRole }),
      appRole,
      { 'iam:PermissionsBoundary': targets.boundaryArn },
    ),
    iamAttempt(
      'a boundary exchanged',
      new iam.PutRolePermissionsBoundaryCommand({
        RoleName: targets.appRole,
        PermissionsBoundary: ADMINISTRATOR_ACCESS,
      }),
      appRole,
      { 'iam:PermissionsBoundary': ADMINISTRATOR_ACCESS },
    ),
  ];
}

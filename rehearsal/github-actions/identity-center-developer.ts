import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { Credentials, LocalAccount } from '../../emulators/account/local-account';
import { assumeRole } from '../actors/assume-role';
import { toolkitPolicyArn } from '../actors/toolkit-name';

/** As Identity Center names the role of a permission set (IAM Identity Center User Guide, "Permission sets"). */
const ROLE = {
  Path: '/aws-reserved/sso.amazonaws.com/',
  RoleName: 'AWSReservedSSO_Developers_0123456789abcdef',
};

/**
 * A session of a developer who comes through IAM Identity Center: by the role of a permission set, with its policy
 * and the boundary of users.
 *
 * Identity Center itself decides who may assume the role; here the account's root stands for it.
 */
export async function identityCenterDeveloper(account: LocalAccount, policy: string): Promise<Credentials> {
  const iam = new IAMClient(account.sdk());
  const { Role } = await iam.send(
    new CreateRoleCommand({
      ...ROLE,
      PermissionsBoundary: toolkitPolicyArn(account, 'user-boundary'),
      AssumeRolePolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { AWS: `arn:aws:iam::${account.accountId}:root` },
            Action: 'sts:AssumeRole',
          },
        ],
      }),
    }),
  );
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: ROLE.RoleName,
      PolicyName: 'AwsSSOInlinePolicy',
      PolicyDocument: policy,
    }),
  );
  return assumeRole(account, Role?.Arn ?? '');
}

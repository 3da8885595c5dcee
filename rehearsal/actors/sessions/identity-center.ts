import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { Credentials, LocalAccount } from '../../../emulators/account/local-account';
import { assumeRole } from './assume-role';
import { toolkitPolicyArn } from '../toolkit-name';

/**
 * A session of somebody who comes through IAM Identity Center: by the role of a permission set, with its policy
 * and the boundary of users.
 *
 * Identity Center itself decides who may assume the role; here the account's root stands for it.
 *
 * @param permissionSet Its name, such as `Developers`.
 */
export async function identityCenterSession(
  account: LocalAccount,
  permissionSet: string,
  policy: string,
): Promise<Credentials> {
  const iam = new IAMClient(account.sdk());
  // As Identity Center names it (IAM Identity Center User Guide, "Permission sets").
  const RoleName = `AWSReservedSSO_${permissionSet}_0123456789abcdef`;
  const { Role } = await iam.send(
    new CreateRoleCommand({
      Path: '/aws-reserved/sso.amazonaws.com/',
      RoleName,
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
    new PutRolePolicyCommand({ RoleName, PolicyName: 'AwsSSOInlinePolicy', PolicyDocument: policy }),
  );
  return assumeRole(account, Role?.Arn ?? '');
}

import { AssumeRoleCommand, Credentials as Session, STSClient } from '@aws-sdk/client-sts';
import { Credentials, LocalAccount } from '../../../emulators/account/local-account';

/**
 * A session of a role.
 *
 * @param caller Who assumes it. @default - the account's root, which stands for services
 */
export async function assumeRole(
  account: LocalAccount,
  RoleArn: string,
  caller?: Credentials,
): Promise<Credentials> {
  const sts = new STSClient(account.sdk(caller));
  const session = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'rehearsal' }));
  return credentialsOf(session.Credentials);
}

/** Credentials as STS gives them. */
export function credentialsOf(session: Session | undefined): Credentials {
  const { AccessKeyId, SecretAccessKey, SessionToken } = session ?? {};
  if (!AccessKeyId || !SecretAccessKey || !SessionToken) {
    throw new Error('STS gave no credentials, expected those of a session');
  }
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}

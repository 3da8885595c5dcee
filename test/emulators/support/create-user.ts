import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { Credentials, LocalAccount } from '../../../emulators/account/local-account';

/** Creates a user with one policy, or none, and nothing else; returns an access key of theirs. */
export async function createUser(
  account: LocalAccount,
  UserName: string,
  PolicyDocument?: string,
): Promise<Credentials> {
  const iam = new IAMClient(account.sdk());
  await iam.send(new CreateUserCommand({ UserName }));
  if (PolicyDocument) {
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: UserName, PolicyDocument }));
  }
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  if (!AccessKey?.AccessKeyId || !AccessKey.SecretAccessKey) {
    throw new Error(`the account gave no access key to ${UserName}, expected an id and a secret`);
  }
  return { accessKeyId: AccessKey.AccessKeyId, secretAccessKey: AccessKey.SecretAccessKey };
}

/** Deletes a user who is in no group, with their access key. */
export async function deleteUser(
  account: LocalAccount,
  UserName: string,
  { accessKeyId: AccessKeyId }: Credentials,
): Promise<void> {
  const iam = new IAMClient(account.sdk());
  await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }));
  await iam.send(new DeleteUserCommand({ UserName }));
}

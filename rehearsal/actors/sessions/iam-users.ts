import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import { Credentials, LocalAccount } from '../../../emulators/account/local-account';

/** What a user is created with. */
export interface UserProps {
  /** ARN of a managed policy. @default - none */
  readonly policyArn?: string;

  /** ARN of the policy that bounds the user. @default - no boundary */
  readonly boundaryArn?: string;
}

/** Creates a user who has what is said and nothing else, and an access key for them. */
export async function createUser(
  account: LocalAccount,
  UserName: string,
  { policyArn: PolicyArn, boundaryArn: PermissionsBoundary }: UserProps = {},
): Promise<Credentials> {
  const iam = new IAMClient(account.sdk());
  await iam.send(new CreateUserCommand({ UserName, PermissionsBoundary }));
  if (PolicyArn) await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn }));
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

import {
  AddUserToGroupCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  IAMClient,
  PutUserPolicyCommand,
  RemoveUserFromGroupCommand,
} from '@aws-sdk/client-iam';
import { Credentials, LocalAccount } from '../../emulators/account/local-account';
import { toolkitPolicyArn } from './toolkit-name';

/** A user who has the operator's policy, as the bootstrap made it of `policies/deployment.json`, and nothing else. */
export async function createOperator(account: LocalAccount, UserName: string): Promise<Credentials> {
  const iam = new IAMClient(account.sdk());
  await iam.send(new CreateUserCommand({ UserName }));
  const PolicyArn = toolkitPolicyArn(account, 'deployment');
  await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn }));
  return createKey(iam, UserName);
}

/** A user who has one policy and nothing else, and a key of theirs. */
export async function createUserWithPolicy(
  account: LocalAccount,
  userName: string,
  policy: string,
): Promise<Credentials> {
  const iam = new IAMClient(account.sdk());
  await iam.send(new CreateUserCommand({ UserName: userName }));
  await iam.send(
    new PutUserPolicyCommand({ UserName: userName, PolicyName: userName, PolicyDocument: policy }),
  );
  return createKey(iam, userName);
}

/**
 * A user who is a member of one group, or of none, and has nothing else, and a key of theirs.
 *
 * @param boundary Policy of the toolkit that bounds them. @default - they may do whatever their group may
 */
export async function createUserInGroup(
  account: LocalAccount,
  userName: string,
  groupName: string | undefined,
  boundary?: 'user-boundary',
): Promise<Credentials> {
  const iam = new IAMClient(account.sdk());
  await iam.send(
    new CreateUserCommand({
      UserName: userName,
      PermissionsBoundary: boundary && toolkitPolicyArn(account, boundary),
    }),
  );
  if (groupName) await iam.send(new AddUserToGroupCommand({ UserName: userName, GroupName: groupName }));
  return createKey(iam, userName);
}

/** Puts a user into other groups, and takes them out of those that they were in. */
export async function moveUser(
  account: LocalAccount,
  UserName: string,
  from: readonly string[],
  to: readonly string[],
): Promise<void> {
  const iam = new IAMClient(account.sdk());
  for (const GroupName of to) await iam.send(new AddUserToGroupCommand({ UserName, GroupName }));
  for (const GroupName of from) await iam.send(new RemoveUserFromGroupCommand({ UserName, GroupName }));
}

/** Takes a user out of their group and removes them, with their key. */
export async function deleteUser(
  account: LocalAccount,
  UserName: string,
  GroupName: string | undefined,
  { accessKeyId }: Credentials,
): Promise<void> {
  const iam = new IAMClient(account.sdk());
  if (GroupName) await iam.send(new RemoveUserFromGroupCommand({ UserName, GroupName }));
  await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId: accessKeyId }));
  await iam.send(new DeleteUserCommand({ UserName }));
}

async function createKey(iam: IAMClient, userName: string): Promise<Credentials> {
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: userName }));
  if (!AccessKey?.AccessKeyId || !AccessKey.SecretAccessKey) {
    throw new Error(`the account gave no access key to ${userName}, expected an id and a secret`);
  }
  return { accessKeyId: AccessKey.AccessKeyId, secretAccessKey: AccessKey.SecretAccessKey };
}

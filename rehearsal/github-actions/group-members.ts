import {
  AddUserToGroupCommand,
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  IAMClient,
  ListAccessKeysCommand,
  RemoveUserFromGroupCommand,
} from '@aws-sdk/client-iam';
import { Credentials, LocalAccount } from '../../emulators/account/local-account';
import { createUserInGroup } from '../actors/iam-users';

/** Somebody new, with the boundary of users, who is a member of groups; returns a key of theirs. */
export async function joinGroups(
  account: LocalAccount,
  userName: string,
  [first, ...others]: readonly string[],
): Promise<Credentials> {
  const credentials = await createUserInGroup(account, userName, first, 'user-boundary');
  const iam = new IAMClient(account.sdk());
  for (const GroupName of others)
    await iam.send(new AddUserToGroupCommand({ UserName: userName, GroupName }));
  return credentials;
}

/** Takes somebody out of their groups, and removes them with their keys. */
export async function leaveGroups(
  account: LocalAccount,
  UserName: string,
  groups: readonly string[],
): Promise<void> {
  const iam = new IAMClient(account.sdk());
  for (const GroupName of groups) await iam.send(new RemoveUserFromGroupCommand({ UserName, GroupName }));
  const { AccessKeyMetadata = [] } = await iam.send(new ListAccessKeysCommand({ UserName }));
  for (const { AccessKeyId } of AccessKeyMetadata) {
    await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }));
  }
  await iam.send(new DeleteUserCommand({ UserName }));
}

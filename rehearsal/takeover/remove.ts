import { DeleteRepositoryCommand, ECRClient } from '@aws-sdk/client-ecr';
import {
  DeleteGroupCommand,
  DeleteGroupPolicyCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  IAMClient,
  ListGroupPoliciesCommand,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import { LocalAccount } from '../../emulators/account/local-account';
import { missingDigests, readImages } from './images';
import { unlockRepository } from './lock-repository';

/** Deletes a role with its policies. */
export async function removeRole(account: LocalAccount, RoleName: string): Promise<void> {
  const iam = new IAMClient(account.sdk());
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  for (const PolicyName of PolicyNames) await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
  await iam.send(new DeleteRoleCommand({ RoleName }));
}

/** Deletes a group with its policies; AWS refuses while it has members. */
export async function removeGroup(account: LocalAccount, GroupName: string): Promise<void> {
  const iam = new IAMClient(account.sdk());
  const { PolicyNames = [] } = await iam.send(new ListGroupPoliciesCommand({ GroupName }));
  for (const PolicyName of PolicyNames)
    await iam.send(new DeleteGroupPolicyCommand({ GroupName, PolicyName }));
  await iam.send(new DeleteGroupCommand({ GroupName }));
}

/**
 * Deletes a repository whose images have all been copied.
 *
 * @throws Error that names the images that have not
 */
export async function removeRepository(
  account: LocalAccount,
  previous: string,
  copiedTo: string,
): Promise<void> {
  const missing = missingDigests(await readImages(account, previous), await readImages(account, copiedTo));
  if (missing.length > 0) {
    throw new Error(
      `${copiedTo} has no ${missing.join(', ')}, expected every image before ${previous} is deleted`,
    );
  }
  await unlockRepository(account, previous);
  await new ECRClient(account.sdk()).send(
    new DeleteRepositoryCommand({ repositoryName: previous, force: true }),
  );
}

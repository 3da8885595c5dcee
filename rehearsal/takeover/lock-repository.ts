import {
  DeleteLifecyclePolicyCommand,
  DeleteRepositoryCommand,
  DeleteRepositoryPolicyCommand,
  ECRClient,
  SetRepositoryPolicyCommand,
} from '@aws-sdk/client-ecr';
import { LocalAccount } from '../../emulators/account/local-account';
import { assumeRole } from '../actors/sessions/assume-role';
import { expectRefused } from '../observe/refusal';

const LOCK = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'DenyDeletion',
      Effect: 'Deny',
      Principal: '*',
      Action: ['ecr:BatchDeleteImage', 'ecr:DeleteRepository'],
    },
  ],
};

/**
 * Denies the deletion of a repository and of its images to every principal, CloudFormation included, and lets no
 * image expire.
 *
 * Should the stack delete the repository after all, the deletion fails, and no image is lost.
 */
export async function lockRepository(account: LocalAccount, repositoryName: string): Promise<void> {
  const ecr = new ECRClient(account.sdk());
  await ecr.send(new SetRepositoryPolicyCommand({ repositoryName, policyText: JSON.stringify(LOCK) }));
  // ECR expires images itself, whatever the repository's policy says.
  await ecr.send(new DeleteLifecyclePolicyCommand({ repositoryName }));
}

/** @throws RepositoryPolicyNotFoundException when it was not locked */
export async function unlockRepository(account: LocalAccount, repositoryName: string): Promise<void> {
  const ecr = new ECRClient(account.sdk());
  await ecr.send(new DeleteRepositoryPolicyCommand({ repositoryName }));
}

/** @throws Error when CloudFormation could delete the repository, with all that the default bootstrap gives it */
export async function expectLocked(account: LocalAccount, repositoryName: string): Promise<void> {
  const { accountId, region } = account;
  const role = `arn:aws:iam::${accountId}:role/cdk-hnb659fds-cfn-exec-role-${accountId}-${region}`;
  const ecr = new ECRClient(account.sdk(await assumeRole(account, role)));
  const deletion = ecr.send(new DeleteRepositoryCommand({ repositoryName, force: true }));
  await expectRefused(deletion, 'AccessDeniedException');
}

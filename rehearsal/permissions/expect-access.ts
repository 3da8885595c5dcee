import { DescribeImagesCommand, ECRClient } from '@aws-sdk/client-ecr';
import { Credentials, LocalAccount } from '../../emulators/account/local-account';

/**
 * Expects that a principal may see the images of repositories.
 *
 * @throws AccessDeniedException for the first one that it may not see
 */
export async function expectAccess(
  account: LocalAccount,
  credentials: Credentials,
  repositoryNames: readonly string[],
): Promise<void> {
  const ecr = new ECRClient(account.sdk(credentials));
  for (const repositoryName of repositoryNames) await ecr.send(new DescribeImagesCommand({ repositoryName }));
}

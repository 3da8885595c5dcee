import { DescribeImagesCommand, ECRClient } from '@aws-sdk/client-ecr';
import { Credentials, LocalAccount } from '../../emulators/account/local-account';

/**
 * Expects that somebody may see what is in repositories.
 *
 * @throws AccessDeniedException for the first one that they may not
 */
export async function expectAccess(
  account: LocalAccount,
  credentials: Credentials,
  repositoryNames: readonly string[],
): Promise<void> {
  const ecr = new ECRClient(account.sdk(credentials));
  for (const repositoryName of repositoryNames) await ecr.send(new DescribeImagesCommand({ repositoryName }));
}

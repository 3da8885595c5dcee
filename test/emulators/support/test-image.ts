import { createHash } from 'node:crypto';
import { ECRClient, PutImageCommand } from '@aws-sdk/client-ecr';
import { LocalAccount } from '../../../emulators/account/local-account';

const MEDIA_TYPE = 'application/vnd.oci.image.manifest.v1+json';

/** Puts an image into a repository, by ECR's own API; what its manifest refers to is not there. */
export async function pushTestImage(
  account: LocalAccount,
  repositoryName: string,
  imageTag: string,
): Promise<void> {
  const config = JSON.stringify({ architecture: 'amd64', os: 'linux', repositoryName, imageTag });
  const imageManifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: MEDIA_TYPE,
    config: {
      mediaType: 'application/vnd.oci.image.config.v1+json',
      digest: `sha256:${createHash('sha256').update(config).digest('hex')}`,
      size: config.length,
    },
    layers: [],
  });
  await new ECRClient(account.sdk()).send(
    new PutImageCommand({ repositoryName, imageTag, imageManifest, imageManifestMediaType: MEDIA_TYPE }),
  );
}

import { createHash } from 'node:crypto';
import { ECRClient, PutImageCommand } from '@aws-sdk/client-ecr';
import { Credentials, LocalAccount } from '../../emulators/account/local-account';

const MEDIA_TYPE = 'application/vnd.oci.image.manifest.v1+json';

/** A manifest whose digest differs from that of every other name; what it refers to is empty. */
export function testManifest(name: string): string {
  const config = JSON.stringify({ architecture: 'amd64', os: 'linux', name });
  const digest = `sha256:${createHash('sha256').update(config).digest('hex')}`;
  const mediaType = 'application/vnd.oci.image.config.v1+json';
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: MEDIA_TYPE,
    config: { mediaType, digest, size: config.length },
    layers: [],
  });
}

/** Puts an image into a repository, by ECR's own API. @param credentials Whose. @default - an administrator's */
export async function pushTestImage(
  account: LocalAccount,
  repositoryName: string,
  imageTag: string,
  credentials?: Credentials,
): Promise<void> {
  await new ECRClient(account.sdk(credentials)).send(
    new PutImageCommand({
      repositoryName,
      imageTag,
      imageManifest: testManifest(`${repositoryName}:${imageTag}`),
      imageManifestMediaType: MEDIA_TYPE,
    }),
  );
}

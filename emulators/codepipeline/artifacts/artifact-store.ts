import { randomBytes } from 'node:crypto';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ActionFailure } from '../execution/action-failure';
import type { AwsAccess, Credentials } from '../aws/aws-access';
import type { Execution, S3Location } from '../execution/execution';

/**
 * Artifacts of an execution as one action knows them, in the pipeline's bucket, read and written with the
 * credentials of who does it.
 */
export class ArtifactStore {
  /** What was read: an action gets an artifact once, however many files it takes from it. */
  private readonly archives = new Map<string, Promise<Buffer>>();

  constructor(
    private readonly account: AwsAccess,
    private readonly execution: Execution,
  ) {}

  /** Where an output will lie: CodePipeline shortens the names of pipeline and artifact in the key. */
  newLocation(artifactName: string): S3Location {
    const { name = '', artifactStore, artifactStores } = this.execution.pipeline;
    const store = artifactStore ?? artifactStores?.[this.account.region];
    if (!store?.location)
      throw new ActionFailure(
        'ConfigurationError',
        `Pipeline ${name} has no artifact store in ${this.account.region}: give it one there`,
      );
    const key = [name.slice(0, 20), artifactName.slice(0, 10), randomBytes(4).toString('hex')].join('/');
    return { bucket: store.location, key };
  }

  /** Where an input lies. */
  location(artifactName: string): S3Location {
    const location = this.execution.artifacts.get(artifactName);
    if (!location)
      throw new ActionFailure(
        'ConfigurationError',
        `No action has made the artifact ${artifactName}: let an action before this one name it as an output`,
      );
    return location;
  }

  /** Makes an artifact known to the actions after this one. */
  publish(artifactName: string, location: S3Location): void {
    this.execution.artifacts.set(artifactName, location);
  }

  get(location: S3Location, credentials: Credentials): Promise<Buffer> {
    const read = `${credentials.accessKeyId} ${location.bucket}/${location.key}`;
    const archive = this.archives.get(read) ?? this.download(location, credentials);
    this.archives.set(read, archive);
    return archive;
  }

  async put(
    location: S3Location,
    content: Buffer,
    credentials: Credentials,
    contentType = 'application/zip',
  ): Promise<void> {
    await this.client(credentials).send(
      new PutObjectCommand({
        Bucket: location.bucket,
        Key: location.key,
        Body: content,
        ContentType: contentType,
      }),
    );
  }

  private async download(location: S3Location, credentials: Credentials): Promise<Buffer> {
    const { Body } = await this.client(credentials).send(
      new GetObjectCommand({ Bucket: location.bucket, Key: location.key }),
    );
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  }

  private client(credentials: Credentials): S3Client {
    return new S3Client({ ...this.account.sdk(credentials), forcePathStyle: true });
  }
}

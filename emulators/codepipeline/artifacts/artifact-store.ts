import { randomBytes } from 'node:crypto';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ActionFailure } from '../execution/action-failure';
import type { AwsAccess, Credentials } from '../aws/aws-access';
import type { Execution, S3Location } from '../execution/execution';

/**
 * Artifacts of an execution as one action knows them, in the pipeline's bucket of the action's region, read and written
 * with the credentials of who does it.
 */
export class ArtifactStore {
  /** What was read: an action gets an artifact once, however many files it takes from it. */
  private readonly archives = new Map<string, Promise<Buffer>>();

  /** What the action gets in place of an artifact that lies in another region. */
  private readonly replicas = new Map<string, S3Location>();

  /** @param region Region of the action. */
  constructor(
    private readonly account: AwsAccess,
    private readonly execution: Execution,
    private readonly region = account.region,
  ) {}

  /**
   * Copies the inputs of an action into its region, if they lie in another, as the pipeline's role.
   *
   * ("Add a cross-Region action in CodePipeline", AWS CodePipeline User Guide, which says that CodePipeline copies them,
   * and not under which role; CDK lets the pipeline's read and write all buckets.) All actions of a region share a copy.
   *
   * @throws ActionFailure when the role may not read there or write here
   */
  async replicate(names: readonly string[], pipelineRole: Credentials): Promise<void> {
    for (const name of names) {
      const origin = this.location(name);
      if (origin.region === this.region) continue;
      const id = `${this.region} ${origin.key}`;
      const replica = this.execution.replicas.get(id) ?? this.copy(name, origin, pipelineRole);
      this.execution.replicas.set(id, replica);
      // A retry copies again.
      replica.catch(() => this.execution.replicas.delete(id));
      this.replicas.set(name, await replica);
    }
  }

  /** Where an output will lie: CodePipeline shortens the names of pipeline and artifact in the key. */
  newLocation(artifactName: string): S3Location {
    const { name = '' } = this.execution.pipeline;
    const store = this.storeIn(this.region);
    if (!store?.location)
      throw new ActionFailure(
        'ConfigurationError',
        `Pipeline ${name} has no artifact store in ${this.region}: give it one there`,
      );
    const key = [name.slice(0, 20), artifactName.slice(0, 10), randomBytes(4).toString('hex')].join('/');
    return { region: this.region, bucket: store.location, key };
  }

  /** Where an input lies. */
  location(artifactName: string): S3Location {
    const location = this.replicas.get(artifactName) ?? this.execution.artifacts.get(artifactName);
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

  /** With the key that the pipeline names for the store, whatever the bucket has by default. */
  async put(
    location: S3Location,
    content: Buffer,
    credentials: Credentials,
    contentType = 'application/zip',
  ): Promise<void> {
    const key = this.storeIn(location.region)?.encryptionKey;
    await this.client(location, credentials).send(
      new PutObjectCommand({
        Bucket: location.bucket,
        Key: location.key,
        Body: content,
        ContentType: contentType,
        ...(key && { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: key.id }),
      }),
    );
  }

  private async download(location: S3Location, credentials: Credentials): Promise<Buffer> {
    const { Body } = await this.client(location, credentials).send(
      new GetObjectCommand({ Bucket: location.bucket, Key: location.key }),
    );
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  }

  private async copy(name: string, origin: S3Location, pipelineRole: Credentials): Promise<S3Location> {
    const replica = this.newLocation(name);
    try {
      await this.put(replica, await this.get(origin, pipelineRole), pipelineRole);
      return replica;
    } catch (error) {
      const { code, message } = ActionFailure.of(error);
      throw new ActionFailure(
        code,
        `Replication of artifact '${name}' failed: from ${origin.bucket} in ${origin.region} to ${replica.bucket} in ${replica.region}: ${message}`,
      );
    }
  }

  private storeIn(region: string) {
    const { artifactStore, artifactStores } = this.execution.pipeline;
    return artifactStore ?? artifactStores?.[region];
  }

  private client({ region }: S3Location, credentials: Credentials): S3Client {
    return new S3Client({ ...this.account.sdk(credentials), region, forcePathStyle: true });
  }
}

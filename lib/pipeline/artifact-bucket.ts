import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

/**
 * Days after which an artifact expires.
 *
 * An approval waits for seven days at most, and the next execution may wait as long for its turn.
 */
const ARTIFACT_DAYS = 30;

export interface ArtifactBucketProps {
  /** Begins with the distribution's name: policies know the bucket by it. */
  readonly bucketName: string;

  /**
   * Alias of a key of its own, with which the bucket is encrypted; other accounts can read it only with one.
   *
   * @default - the account's own key for S3
   */
  readonly keyAlias?: string;

  /**
   * Whether it serves the stages of another region, so that the pipeline's stack has to know it by fixed names.
   *
   * Such a bucket goes with its stack: kept, it would block the next creation by its name (aws-cdk #18064). The other
   * one stays, unless its own creation fails. CloudFormation deletes no bucket that has something in it.
   */
  readonly isReplica: boolean;
}

/** A bucket for the pipeline's artifacts, which expire when no approval can still need them. */
export class ArtifactBucket extends Construct {
  readonly bucket: s3.IBucket;

  /** Its key, if it has one of its own. */
  readonly key?: kms.IKey;

  constructor(scope: Construct, id: string, props: ArtifactBucketProps) {
    super(scope, id);
    const { bucketName, keyAlias, isReplica } = props;
    this.key = keyAlias === undefined ? undefined : this.makeKey(keyAlias, isReplica);
    this.bucket = new s3.Bucket(this, 'Resource', {
      bucketName,
      encryption: this.key ? s3.BucketEncryption.KMS : s3.BucketEncryption.KMS_MANAGED,
      encryptionKey: this.key,
      enforceSSL: true,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      lifecycleRules: [
        { expiration: Duration.days(ARTIFACT_DAYS), abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
      removalPolicy: isReplica ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
  }

  /** A key, or its alias where a stack in another region has to name it. */
  private makeKey(aliasName: string, isReplica: boolean): kms.IKey {
    const key = new kms.Key(this, 'Key', { enableKeyRotation: true });
    const alias = new kms.Alias(this, 'Alias', {
      aliasName,
      targetKey: key,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    return isReplica ? alias : key;
  }
}

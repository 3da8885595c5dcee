import { Stack, StackProps } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { DISTRIBUTION_TAG } from '../names';
import { ArtifactBucket } from './artifact-bucket';
import { placeSuffix } from './stack-suffix';

export interface ArtifactReplicaStackProps extends StackProps {
  /** First part of the bucket's name. */
  readonly distributionName: string;

  /**
   * Alias of the key of the bucket.
   *
   * @default - the account's own key for S3 encrypts it
   */
  readonly keyAlias?: string;
}

/** Holds the artifacts of the stages in another region than the pipeline's: CodePipeline wants a bucket there. */
export class ArtifactReplicaStack extends Stack {
  readonly bucket: s3.IBucket;

  constructor(scope: Construct, id: string, props: ArtifactReplicaStackProps) {
    const { distributionName, keyAlias } = props;
    super(scope, id, { ...props, tags: { ...props.tags, [DISTRIBUTION_TAG]: distributionName } });
    this.bucket = new ArtifactBucket(this, 'Artifacts', {
      bucketName: `${distributionName}-artifacts-${placeSuffix(this)}`,
      keyAlias,
      isReplica: true,
    }).bucket;
  }
}

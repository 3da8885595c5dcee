import { Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Distribution } from '../config';
import { ArtifactBucket } from './artifact-bucket';
import { ArtifactReplicaStack } from './artifact-replica-stack';
import { enforceLeastPrivilege } from '../least-privilege/least-privilege';
import { stackSuffix } from './stack-suffix';

export interface ArtifactBuckets {
  /** The bucket of a pipeline, or all of them by region: CDK takes one or the other. */
  readonly buckets:
    | { readonly artifactBucket: s3.IBucket }
    | { readonly crossRegionReplicationBuckets: Record<string, s3.IBucket> };

  /** The key of the one that is where the pipeline is, if another account reads artifacts. */
  readonly key?: kms.IKey;
}

/**
 * The buckets of the artifacts, and their keys if another account reads them.
 *
 * CDK would name them after the stack, as it does for every other pipeline whose stack is called alike; under the
 * distribution's name a policy can tell them from those.
 */
export function artifactBuckets(stack: Stack, { name, pipeline, stages }: Distribution): ArtifactBuckets {
  const places = Object.values(stages);
  const crossesAccounts = places.some(({ account }) => account !== pipeline.account);
  const keyAlias = crossesAccounts ? `alias/${name}-artifacts` : undefined;
  const { bucket, key } = new ArtifactBucket(stack, 'Artifacts', {
    bucketName: `${name}-artifacts-${stackSuffix(stack)}`,
    keyAlias,
    isReplica: false,
  });
  const regions = new Set(places.flatMap(({ region }) => region ?? []));
  regions.delete(stack.region);
  if (regions.size === 0) return { buckets: { artifactBucket: bucket }, key };
  const replicas = [...regions].map((region) => {
    const replica = new ArtifactReplicaStack(stack.node.root, `ArtifactReplica-${region}`, {
      stackName: `${stack.stackName}-support-${region}`,
      description: `Artifacts of the pipeline ${name} for its stages in ${region}`,
      env: { account: pipeline.account, region },
      distributionName: name,
      keyAlias,
    });
    enforceLeastPrivilege(replica, name);
    return [region, replica.bucket] as const;
  });
  const all = [[stack.region, bucket] as const, ...replicas];
  return { buckets: { crossRegionReplicationBuckets: Object.fromEntries<s3.IBucket>(all) }, key };
}

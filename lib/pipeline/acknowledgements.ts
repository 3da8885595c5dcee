import { Stack } from 'aws-cdk-lib';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CodeBuildStep, CodePipeline } from 'aws-cdk-lib/pipelines';
import { IConstruct } from 'constructs';
import { acknowledge } from '../acknowledge';
import { replicaKeys } from '../least-privilege/least-privilege';
import { actionRole } from './role-names';

/**
 * Acknowledges, each at its construct, what the rules find in the pipeline that CDK builds.
 *
 * Call it when the pipeline is built: before that its constructs don't exist.
 */
export function acknowledgeFindings(pipeline: CodePipeline, review: CodeBuildStep): void {
  const { artifactBucket, crossRegionSupport, role } = pipeline.pipeline;
  const replicas = Object.values(crossRegionSupport)
    .map(({ replicationBucket }) => replicationBucket)
    .filter((bucket) => bucket !== artifactBucket);
  for (const bucket of [artifactBucket, ...replicas]) {
    acknowledge(
      bucket,
      'AwsSolutions::AwsSolutions-S1',
      'Only the pipeline and its builds read and write this bucket, under roles of their own; CloudTrail can record it. A log bucket would be one more thing to guard.',
    );
  }
  const projects = [pipeline.synthProject, pipeline.selfMutationProject, review.project];
  for (const holder of [actionRole(pipeline, 'source'), ...projects.map(roleOf)])
    acknowledgeArtifacts(holder, artifactBucket);
  for (const bucket of [artifactBucket, ...replicas]) acknowledgeArtifacts(role, bucket);
  for (const keys of replicaKeys(pipeline.pipeline).arns) {
    acknowledge(
      role,
      `AwsSolutions::AwsSolutions-IAM5[Resource::${written(Stack.of(role), keys)}]`,
      "The key of a bucket in another region has an ARN that CloudFormation makes there, so this stack cannot name it; a condition holds the statement to the keys with the pipeline's own aliases.",
    );
  }
  projects.forEach(acknowledgeProject);
  // Where artifacts go to another account, the pipeline has a key and its builds use it.
  if (!artifactBucket.encryptionKey) projects.forEach(acknowledgeKeyOfS3);
}

function acknowledgeArtifacts(holder: IConstruct, bucket: s3.IBucket): void {
  acknowledge(
    holder,
    `AwsSolutions::AwsSolutions-IAM5[Resource::${written(Stack.of(holder), bucket.arnForObjects('*'))}]`,
    'CodePipeline names artifacts at random, in a bucket that holds the artifacts of this pipeline only.',
  );
}

function acknowledgeProject(project: codebuild.IProject): void {
  const stack = Stack.of(project);
  const { account, partition, region } = stack;
  const logs = `arn:${partition}:logs:${region}:${account}:log-group:/aws/codebuild/${project.projectName}:*`;
  acknowledge(
    roleOf(project),
    `AwsSolutions::AwsSolutions-IAM5[Resource::${written(stack, logs)}]`,
    "CodeBuild names a log stream after each build, in this project's own log group.",
  );
  acknowledge(
    project,
    'CloudFormation-Validate::E3050',
    "ServiceRole is GetAtt of the role's Arn already; the rule takes it for a Ref.",
  );
}

/** Of the approvers' group, whose members read the review of what they are asked about. */
export function acknowledgeReviewLogs(group: IConstruct, logStreams: string): void {
  acknowledge(
    group,
    `AwsSolutions::AwsSolutions-IAM5[Resource::${written(Stack.of(group), logStreams)}]`,
    'CodeBuild names a log stream after each build; in this log group are the reviews of releases, for approvers to read.',
  );
}

function acknowledgeKeyOfS3(project: codebuild.IProject): void {
  acknowledge(
    project,
    'AwsSolutions::AwsSolutions-CB4',
    "Artifacts are encrypted with the account's key for S3. A key of its own would cost money and keep nobody out: the same roles would have to use it.",
  );
}

function roleOf(project: codebuild.IProject): IConstruct {
  if (!project.role) throw new Error(`${project.node.path} has no role, expected CDK to have made one`);
  return project.role;
}

/** A value as cdk-nag writes it in the id of a finding: `<Bucket.Arn>/*`. */
function written(stack: Stack, value: string): string {
  const write = (part: unknown): string => {
    if (typeof part === 'string') return part;
    const [[name, argument]] = Object.entries(part as Record<string, string | [string, string | unknown[]]>);
    if (name === 'Ref') return `<${String(argument)}>`;
    if (name === 'Fn::GetAtt') return `<${(argument as string[]).join('.')}>`;
    return (argument[1] as unknown[]).map(write).join('');
  };
  return write(stack.resolve(value));
}

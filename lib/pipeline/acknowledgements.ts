import { CfnElement, Stack } from 'aws-cdk-lib';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import { CodePipeline } from 'aws-cdk-lib/pipelines';
import { IConstruct } from 'constructs';
import { acknowledge } from '../acknowledge';

/** Action of the Source stage; its role has no accessor. */
const SOURCE_ROLE_PATH = ['Source', 'GitHub', 'CodePipelineActionRole'];

/**
 * Acknowledges, each at its construct, what the rules find in the pipeline that CDK builds.
 *
 * Call it when the pipeline is built: before that its constructs don't exist.
 */
export function acknowledgeFindings(pipeline: CodePipeline): void {
  const { artifactBucket, role } = pipeline.pipeline;
  acknowledge(
    artifactBucket,
    'AwsSolutions::AwsSolutions-S1',
    'Only the pipeline and its builds read and write this bucket, under roles of their own; CloudTrail can record it. A log bucket would be one more thing to guard.',
  );

  const projects = [pipeline.synthProject, pipeline.selfMutationProject];
  const sourceRole = SOURCE_ROLE_PATH.reduce(
    (scope: IConstruct, id) => scope.node.findChild(id),
    pipeline.pipeline,
  );
  for (const holder of [role, sourceRole, ...projects.map(roleOf)]) {
    acknowledge(
      holder,
      `AwsSolutions::AwsSolutions-IAM5[Resource::<${logicalId(artifactBucket)}.Arn>/*]`,
      'CodePipeline names artifacts at random, in a bucket that holds the artifacts of this pipeline only.',
    );
  }
  for (const project of projects) {
    acknowledge(
      roleOf(project),
      `AwsSolutions::AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:/aws/codebuild/<${logicalId(project)}>:*]`,
      "CodeBuild names a log stream after each build, in this project's own log group.",
    );
    acknowledge(
      project,
      'AwsSolutions::AwsSolutions-CB4',
      "Artifacts are encrypted with the account's key for S3. A key of its own would cost money and keep nobody out: the same roles would have to use it.",
    );
    acknowledge(
      project,
      'CloudFormation-Validate::E3050',
      "ServiceRole is GetAtt of the role's Arn already; the rule takes it for a Ref.",
    );
  }
}

function roleOf(project: codebuild.IProject): IConstruct {
  if (!project.role) throw new Error(`${project.node.path} has no role, expected CDK to have made one`);
  return project.role;
}

function logicalId(construct: IConstruct): string {
  const stack = Stack.of(construct);
  return stack.resolve(stack.getLogicalId(construct.node.defaultChild as CfnElement)) as string;
}

import { CfnProject } from 'aws-cdk-lib/aws-codebuild';
import * as iam from 'aws-cdk-lib/aws-iam';
import { CodePipeline } from 'aws-cdk-lib/pipelines';
import { IConstruct } from 'constructs';
import { PipelineRole, pipelineRoleName } from '../names';
import { ReleaseApproval } from './release/release-approval';
import { ReleaseReview } from './release/release-review';

/** Where CDK makes the roles of actions inside its pipeline; it gives no accessor. */
const ACTION_ROLES = {
  source: ['Pipeline', 'Source', 'GitHub', 'CodePipelineActionRole'],
  build: ['CodeBuildActionRole'],
} as const;

/**
 * Logical ids of what has a name in the stage Release, in a pipeline whose Release is one stage.
 *
 * CDK makes others in `Release.1`, and CloudFormation would create what has such an id before it deletes what had the
 * other one: both have one name.
 */
const IDS_IN_RELEASE: Partial<Readonly<Record<PipelineRole, string>>> = {
  approve: 'PipelineReleaseApproveCodePipelineActionRole8E289A01',
  review: 'PipelineReleaseReviewRole2AEF02B9',
};
const REVIEW_PROJECT_ID = 'PipelineReleaseReview85743F8C';

/** The role under which an action of the pipeline runs. */
export function actionRole(pipeline: CodePipeline, action: keyof typeof ACTION_ROLES): IConstruct {
  return ACTION_ROLES[action].reduce((scope: IConstruct, id) => scope.node.findChild(id), pipeline);
}

/** What comes before the stacks of Release. */
export interface StepsOfRelease {
  readonly review: ReleaseReview;
  readonly approval: ReleaseApproval;
}

/**
 * Names the pipeline's roles, so that a policy can say which may be assumed, and passed to which service.
 *
 * CloudFormation's own names end at random: only a wildcard would match them.
 *
 * Call it when the pipeline is built: before that its constructs don't exist.
 */
export function nameRoles(pipeline: CodePipeline, name: string, { review, approval }: StepsOfRelease): void {
  const roles: Readonly<Record<PipelineRole, iam.IRole | IConstruct | undefined>> = {
    pipeline: pipeline.pipeline.role,
    source: actionRole(pipeline, 'source'),
    build: actionRole(pipeline, 'build'),
    approve: approval.role,
    synth: pipeline.synthProject.role,
    selfupdate: pipeline.selfMutationProject.role,
    review: review.project.role,
  };
  for (const use of Object.keys(roles) as PipelineRole[]) {
    const resource = roles[use]?.node.defaultChild;
    if (!(resource instanceof iam.CfnRole)) {
      throw new Error(`found no role for '${use}' in ${pipeline.node.path}, expected CDK to have made one`);
    }
    resource.roleName = pipelineRoleName(name, use);
    const id = IDS_IN_RELEASE[use];
    if (id) resource.overrideLogicalId(id);
  }
  (review.project.node.defaultChild as CfnProject).overrideLogicalId(REVIEW_PROJECT_ID);
}

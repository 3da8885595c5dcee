import * as iam from 'aws-cdk-lib/aws-iam';
import { CodePipeline } from 'aws-cdk-lib/pipelines';
import { IConstruct } from 'constructs';
import { PipelineRole, pipelineRoleName } from '../names';
import { ReleaseApproval } from './release-approval';

/** Where CDK makes the roles of actions inside its pipeline; it gives no accessor. */
const ACTION_ROLES = {
  source: ['Pipeline', 'Source', 'GitHub', 'CodePipelineActionRole'],
  build: ['CodeBuildActionRole'],
} as const;

/**
 * Logical id of the approval's role in a pipeline whose Release is one stage.
 *
 * CDK makes another in `Release.1`, and CloudFormation would create the role of that id before it deletes this one:
 * both have one name.
 */
const APPROVE_ROLE_ID = 'PipelineReleaseApproveCodePipelineActionRole8E289A01';

/** The role under which an action of the pipeline runs. */
export function actionRole(pipeline: CodePipeline, action: keyof typeof ACTION_ROLES): IConstruct {
  return ACTION_ROLES[action].reduce((scope: IConstruct, id) => scope.node.findChild(id), pipeline);
}

/**
 * Names the pipeline's roles, so that a policy can say which may be assumed, and passed to which service.
 *
 * CloudFormation's own names end at random: only a wildcard would match them.
 *
 * Call it when the pipeline is built: before that its constructs don't exist.
 */
export function nameRoles(pipeline: CodePipeline, name: string, approval: ReleaseApproval): void {
  const roles: Readonly<Record<PipelineRole, iam.IRole | IConstruct | undefined>> = {
    pipeline: pipeline.pipeline.role,
    source: actionRole(pipeline, 'source'),
    build: actionRole(pipeline, 'build'),
    approve: approval.role,
    synth: pipeline.synthProject.role,
    selfupdate: pipeline.selfMutationProject.role,
  };
  for (const use of Object.keys(roles) as PipelineRole[]) {
    const resource = roles[use]?.node.defaultChild;
    if (!(resource instanceof iam.CfnRole)) {
      throw new Error(`found no role for '${use}' in ${pipeline.node.path}, expected CDK to have made one`);
    }
    resource.roleName = pipelineRoleName(name, use);
    if (use === 'approve') resource.overrideLogicalId(APPROVE_ROLE_ID);
  }
}

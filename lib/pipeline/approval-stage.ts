import { IStage } from 'aws-cdk-lib/aws-codepipeline';
import { CodePipeline } from 'aws-cdk-lib/pipelines';

/** Name of the action that asks for the approval. */
export const APPROVAL_ACTION = 'Approve';

/**
 * The stage of the pipeline that asks for the approval.
 *
 * It is `Release`, or `Release.1` where the stacks of Release need several stages: CDK numbers these.
 *
 * Call it when the pipeline is built: before that it has no stages.
 */
export function approvalStage(pipeline: CodePipeline): IStage {
  const stage = pipeline.pipeline.stages.find(({ actions }) =>
    actions.some(({ actionProperties }) => actionProperties.actionName === APPROVAL_ACTION),
  );
  if (!stage)
    throw new Error(`${pipeline.node.path} has no action '${APPROVAL_ACTION}', expected one in Release`);
  return stage;
}

/** Where CDK has the action that asks for the approval, below its pipeline. */
export function approvalPath(pipeline: CodePipeline): string[] {
  return ['Pipeline', approvalStage(pipeline).stageName, APPROVAL_ACTION];
}

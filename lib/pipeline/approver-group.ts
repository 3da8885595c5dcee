import { CfnOutput } from 'aws-cdk-lib';
import * as codepipeline from 'aws-cdk-lib/aws-codepipeline';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

export interface ApproverGroupProps {
  readonly pipeline: codepipeline.IPipeline;

  /** Name of the stage in which the approval is, and of its action. */
  readonly stageName: string;
  readonly actionName: string;
}

/** Those who may see the pipeline and approve or reject a release, and nothing else. */
export class ApproverGroup extends Construct {
  constructor(scope: Construct, id: string, props: ApproverGroupProps) {
    super(scope, id);
    const { pipelineArn } = props.pipeline;
    const group = new iam.Group(this, 'Resource');
    group.addToPolicy(
      new iam.PolicyStatement({
        actions: [
          'codepipeline:GetPipeline',
          'codepipeline:GetPipelineState',
          'codepipeline:GetPipelineExecution',
          'codepipeline:ListPipelineExecutions',
          'codepipeline:ListActionExecutions',
        ],
        resources: [pipelineArn],
      }),
    );
    group.addToPolicy(
      new iam.PolicyStatement({
        actions: ['codepipeline:PutApprovalResult'],
        resources: [`${pipelineArn}/${props.stageName}/${props.actionName}`],
      }),
    );
    new CfnOutput(this, 'Name', { value: group.groupName, description: 'For those who approve releases' });
  }
}

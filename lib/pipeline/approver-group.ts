import { CfnOutput } from 'aws-cdk-lib';
import * as codepipeline from 'aws-cdk-lib/aws-codepipeline';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { approverPolicy } from '../access/approver-policy';

export interface ApproverGroupProps {
  readonly pipeline: codepipeline.IPipeline;

  /** Name of the stage in which the approval is. */
  readonly stageName: string;
}

/** Those who may see the pipeline and approve or reject a release, and nothing else. */
export class ApproverGroup extends Construct {
  constructor(scope: Construct, id: string, props: ApproverGroupProps) {
    super(scope, id);
    const { pipelineArn } = props.pipeline;
    const group = new iam.Group(this, 'Resource');
    for (const { actions, resources } of approverPolicy(pipelineArn, props.stageName)) {
      group.addToPolicy(new iam.PolicyStatement({ actions: [...actions], resources: [...resources] }));
    }
    new CfnOutput(this, 'Name', { value: group.groupName, description: 'For those who approve releases' });
  }
}

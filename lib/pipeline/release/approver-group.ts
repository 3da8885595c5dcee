import { CfnOutput, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { approverPolicy } from '../../access/approver-policy';
import { acknowledgeReviewLogs } from '../acknowledgements';

export interface ApproverGroupProps {
  readonly distributionName: string;

  /** Name of the stage in which the approval is. */
  readonly stageName: string;
}

/** Those who may see the pipeline and its reviews, approve or reject a release, and nothing else. */
export class ApproverGroup extends Construct {
  constructor(scope: Construct, id: string, props: ApproverGroupProps) {
    super(scope, id);
    const { partition, region, account } = Stack.of(this);
    const pipeline = { partition, region, account, name: props.distributionName };
    const group = new iam.Group(this, 'Resource');
    for (const { actions, resources } of approverPolicy(pipeline, props.stageName)) {
      group.addToPolicy(new iam.PolicyStatement({ actions: [...actions], resources: [...resources] }));
      for (const resource of resources.filter((arn) => arn.endsWith('*')))
        acknowledgeReviewLogs(group, resource);
    }
    new CfnOutput(this, 'Name', { value: group.groupName, description: 'For those who approve releases' });
  }
}

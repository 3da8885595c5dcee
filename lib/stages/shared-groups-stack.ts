import { CfnOutput, Fn, Stack, StackProps, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { ACCESS, Level } from '../access/permission-tables';
import { acknowledge } from '../acknowledge';
import type { ImageConfig, StageName } from '../config';
import { DISTRIBUTION_TAG, repositoryName } from '../names';
import { groupPolicies, Place } from '../access/group-policies';

export interface SharedGroupsStackProps extends StackProps {
  /** Prefix of the repositories' names. */
  readonly distributionName: string;

  readonly stageName: StageName;
  readonly images: readonly ImageConfig[];
}

/**
 * The groups of a stage, where all its images share them.
 *
 * They name each repository, and by its name, because they are there before it.
 * Managed policies, because the inline policies of a group have room for some 50 repositories together.
 */
export class SharedGroupsStack extends Stack {
  constructor(scope: Construct, id: string, props: SharedGroupsStackProps) {
    super(scope, id, {
      ...props,
      tags: { ...props.tags, [DISTRIBUTION_TAG]: props.distributionName },
      // It names hundreds of repositories: CloudFormation takes 51,200 bytes in a request.
      suppressTemplateIndentation: true,
    });
    const { distributionName, stageName, images } = props;
    const access = ACCESS[stageName];
    const repositories = images
      .filter(({ retired }) => !retired)
      .map((image) => repositoryName(distributionName, image, stageName));

    const developers = this.group('Developer', access.Developers, repositories);
    this.output('DeveloperGroupName', developers.groupName, 'For those who work on the images');

    if (access.EndUsers.length > 0) {
      const endUsers = this.group('EndUser', access.EndUsers, repositories);
      this.output('EndUserGroupName', endUsers.groupName, 'For those who run the images');
    }
  }

  private group(holder: string, levels: readonly Level[], repositories: readonly string[]): iam.Group {
    const group = new iam.Group(this, `${holder}Group`);
    groupPolicies(levels, repositories, this.place()).forEach((statements, index) => {
      const policy = new iam.ManagedPolicy(this, `${holder}Policy${index + 1}`, {
        groups: [group],
        statements: statements.map(
          ({ actions, resources }) =>
            new iam.PolicyStatement({ actions: [...actions], resources: resources.map(substituted) }),
        ),
      });
      if (index > 0) return;
      acknowledge(
        policy,
        'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
        'ecr:GetAuthorizationToken has no resource type: AWS accepts it on * only. It opens no repository by itself.',
      );
    });
    return group;
  }

  /** Where the stack is; what only its deployment knows, as `Fn::Sub` names it. */
  private place(): Place {
    const or = (value: string, pseudo: string) => (Token.isUnresolved(value) ? `\${${pseudo}}` : value);
    return {
      partition: or(this.partition, 'AWS::Partition'),
      region: or(this.region, 'AWS::Region'),
      account: or(this.account, 'AWS::AccountId'),
    };
  }

  private output(id: string, value: string, description: string): void {
    new CfnOutput(this, id, { value, description });
  }
}

/** One `Fn::Sub` for each ARN: `Fn::Join`, which CDK writes for a text with references, takes three times as much. */
function substituted(arn: string): string {
  return arn.includes('${') ? Fn.sub(arn) : arn;
}

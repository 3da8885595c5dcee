import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { stackSuffix } from './stack-suffix';

export interface BuildLogsProps {
  readonly projectName: string;
}

/**
 * Where a build writes its log, which is kept for a year.
 *
 * CodeBuild would make the group itself, and keep it for ever. This one outlives its stack, so that CloudFormation
 * needs no right to delete logs, and no commit can take those of a build away.
 */
export class BuildLogs extends Construct {
  readonly options: codebuild.LoggingOptions;

  constructor(scope: Construct, id: string, props: BuildLogsProps) {
    super(scope, id);
    const logGroup = new logs.LogGroup(this, 'Resource', {
      logGroupName: `/aws/codebuild/${props.projectName}-${stackSuffix(Stack.of(this))}`,
      retention: logs.RetentionDays.ONE_YEAR,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.options = { cloudWatch: { logGroup } };
  }
}

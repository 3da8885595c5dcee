import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { stackSuffix } from './stack-suffix';

/**
 * Where a build writes its log, for a year.
 *
 * CodeBuild would make the group itself, and keep it for ever. This one outlives its stack, so that CloudFormation
 * needs no right to delete logs, and no commit can take those of a build away.
 */
export function buildLogs(scope: Construct, id: string, projectName: string): codebuild.LoggingOptions {
  const logGroup = new logs.LogGroup(scope, id, {
    logGroupName: `/aws/codebuild/${projectName}-${stackSuffix(Stack.of(scope))}`,
    retention: logs.RetentionDays.ONE_YEAR,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  return { cloudWatch: { logGroup } };
}

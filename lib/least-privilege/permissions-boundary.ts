import { Stack } from 'aws-cdk-lib';

/**
 * ARN of the ceiling of every role of the app, which the bootstrap makes in each account and region.
 *
 * Roles can be made with this boundary only, so that no policy of a role, whoever wrote it, reaches further.
 */
export function permissionsBoundaryArn(stack: Stack): string {
  const { partition, account, region, synthesizer } = stack;
  return `arn:${partition}:iam::${account}:policy/cdk-${synthesizer.bootstrapQualifier}-permissions-boundary-${account}-${region}`;
}

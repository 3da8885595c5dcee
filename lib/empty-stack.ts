/**
 * Template of a stack with nothing in it. CloudFormation wants a resource, and this one stands for nothing.
 *
 * Stacks that the CDK CLI deploys are created with it: the CLI would create them by a change set, and a stack that
 * is in review has no tags yet, so that the deploy role could not tell whose it is.
 */
export const EMPTY_STACK = JSON.stringify({
  Resources: { Nothing: { Type: 'AWS::CloudFormation::WaitConditionHandle' } },
});

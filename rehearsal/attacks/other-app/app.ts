import { App, Stack } from 'aws-cdk-lib';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';

// Another team's app, on CDK's default bootstrap; its stack is called as one of ours could be.
const app = new App();
const stack = new Stack(app, 'OtherAppRelease');
new StringParameter(stack, 'Parameter', {
  parameterName: '/other-app/value',
  stringValue: app.node.getContext('value') as string,
});

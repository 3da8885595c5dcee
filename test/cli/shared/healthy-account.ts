import { AwsStub } from './aws-stub';

export const CONNECTION = 'arn:aws:codeconnections:eu-west-1:123456789012:connection/0a1b2c3d';
/** Where the connection is completed. */
const CONSOLE_PAGE = 'https://eu-west-1.console.aws.amazon.com/codesuite/settings/connections/0a1b2c3d';

/** Stacks that have the tag whatever the images are called. */
const OURS = ['PipelineStack', 'GitHubIdentityProvider'];

/** A stack of a distribution as CloudFormation describes it. */
export function stack(
  StackName: string,
  StackStatus = 'CREATE_COMPLETE',
  tag = OURS.includes(StackName) ? 'slipway' : undefined,
) {
  return {
    StackName,
    StackStatus,
    CreationTime: '2026-11-24T00:00:00Z',
    Tags: tag ? [{ Key: 'slipway:distribution', Value: tag }] : [],
    Outputs:
      StackName === 'PipelineStack'
        ? [{ OutputKey: 'GitHubConnectionHandshake0A1B', OutputValue: CONSOLE_PAGE }]
        : [],
  };
}

/** The stacks of one image after a release. */
export const STACKS = [
  stack('SlipwayToolkit'),
  stack('PipelineStack'),
  stack('GitHubIdentityProvider'),
  stack('SampleImageDevelopment', 'UPDATE_COMPLETE', 'slipway'),
  stack('SampleImageMaster', 'UPDATE_COMPLETE', 'slipway'),
  stack('SampleImageRelease', 'CREATE_COMPLETE', 'slipway'),
];

/** Lets an account answer in which nothing needs an action. */
export function healthyAccount(aws: AwsStub): void {
  aws.calls = [];
  aws.answers = {
    DescribeStacks: () => ({ Stacks: STACKS }),
    DescribeStackResources: () => ({
      StackResources: [{ ResourceType: 'AWS::CodeConnections::Connection', PhysicalResourceId: CONNECTION }],
    }),
    GetConnection: () => ({ Connection: { ConnectionStatus: 'AVAILABLE' } }),
    GetPipelineState: () => ({
      stageStates: [{ stageName: 'Source', latestExecution: { status: 'Succeeded' } }],
    }),
    StartPipelineExecution: () => ({ pipelineExecutionId: 'e-1' }),
  };
}

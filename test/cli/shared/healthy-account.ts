import { STAGE_NAMES } from '../../../lib/config';
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
    StackId: `arn:aws:cloudformation:eu-west-1:123456789012:stack/${StackName}/an-id`,
    StackStatus,
    CreationTime: '2026-11-24T00:00:00Z',
    ...(StackName === 'PipelineStack' && { LastUpdatedTime: PIPELINE_CHANGED }),
    Tags: tag ? [{ Key: 'slipway:distribution', Value: tag }] : [],
    Outputs:
      StackName === 'PipelineStack'
        ? [{ OutputKey: 'GitHubConnectionHandshake0A1B', OutputValue: CONSOLE_PAGE }]
        : [],
  };
}

/** When the pipeline changed last. */
const PIPELINE_CHANGED = '2026-11-25T00:00:00Z';

/** The commit that has gone through all stages, in the execution `e-1`. */
export const COMMIT = '1111111111111111111111111111111111111111';

/** Stages of the pipeline, each with the execution that was there last; all with one that went well, unless told. */
export function stageStates(
  changed: Readonly<Record<string, object>> = {},
  names: readonly string[] = ['Source', 'Build', 'UpdatePipeline', ...STAGE_NAMES],
) {
  return names.map((stageName) => ({
    stageName,
    latestExecution: { status: 'Succeeded', pipelineExecutionId: 'e-1' },
    ...changed[stageName],
  }));
}

/** A template of a pipeline's stack, as far as the status reads it. */
export function pipelineTemplate(stackNames: readonly string[], approval: object = {}): object {
  const Actions = stackNames.map((StackName) => ({ Name: StackName, Configuration: { StackName } }));
  const source = { Name: 'GitHub', Configuration: { FullRepositoryId: 'team/distribution' } };
  const Stages = [
    { Name: 'Source', Actions: [source] },
    { Name: 'Release', Actions: [{ Name: 'Approve', Configuration: {}, ...approval }, ...Actions] },
  ];
  const TemplateBody = JSON.stringify({
    Resources: { Pipeline: { Type: 'AWS::CodePipeline::Pipeline', Properties: { Stages } } },
  });
  return { TemplateBody };
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
    GetPipelineState: () => ({ stageStates: stageStates() }),
    GetPipelineExecution: () => ({ pipelineExecution: { artifactRevisions: [{ revisionId: COMMIT }] } }),
    ListPipelineExecutions: () => ({ pipelineExecutionSummaries: [] }),
    ListActionExecutions: () => ({ actionExecutionDetails: [] }),
    GetTemplate: () =>
      pipelineTemplate(['GitHubIdentityProvider', ...STAGE_NAMES.map((name) => `SampleImage${name}`)]),
    StartPipelineExecution: () => ({ pipelineExecutionId: 'e-1' }),
  };
}

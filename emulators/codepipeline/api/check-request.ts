import { NAME, NEXT_TOKEN, UUID, VARIABLE_NAME, VARIABLE_VALUE } from './common-shapes';
import { PIPELINE } from './pipeline-shape';
import { expectShape, flag, integer, list, Shape, structure, text } from './shape';

const PAGE = { maxResults: integer({ min: 1, max: 100 }), nextToken: NEXT_TOKEN };
const TAG = structure({ 'key!': text({ min: 1, max: 128 }), 'value!': text({ max: 256 }) });
const OVERRIDE = structure({
  'actionName!': NAME,
  'revisionType!': text({
    values: ['COMMIT_ID', 'IMAGE_DIGEST', 'S3_OBJECT_VERSION_ID', 'S3_OBJECT_KEY'],
  }),
  'revisionValue!': text({ min: 1, max: 1500 }),
});

const PIPELINE_ARN = text({ pattern: 'arn:aws(-[\\w]+)*:codepipeline:.+:[0-9]{12}:.+' });

/** What each operation takes (AWS CodePipeline API Reference). */
const REQUESTS: Readonly<Record<string, Shape>> = {
  CreatePipeline: structure({ 'pipeline!': PIPELINE, tags: list(TAG) }),
  UpdatePipeline: structure({ 'pipeline!': PIPELINE }),
  DeletePipeline: structure({ 'name!': NAME }),
  GetPipeline: structure({ 'name!': NAME, version: integer({ min: 1 }) }),
  GetPipelineState: structure({ 'name!': NAME }),
  ListPipelines: structure({ ...PAGE, maxResults: integer({ min: 1, max: 1000 }) }),
  ListTagsForResource: structure({ ...PAGE, 'resourceArn!': PIPELINE_ARN }),
  TagResource: structure({ 'resourceArn!': PIPELINE_ARN, 'tags!': list(TAG) }),
  UntagResource: structure({ 'resourceArn!': PIPELINE_ARN, 'tagKeys!': list(text({ min: 1, max: 128 })) }),
  ListPipelineExecutions: structure({
    ...PAGE,
    'pipelineName!': NAME,
    filter: structure({ succeededInStage: structure({ stageName: NAME }) }),
  }),
  ListActionExecutions: structure({
    ...PAGE,
    'pipelineName!': NAME,
    filter: structure({
      pipelineExecutionId: UUID,
      latestInPipelineExecution: structure({
        'pipelineExecutionId!': UUID,
        'startTimeRange!': text({ values: ['Latest', 'All'] }),
      }),
    }),
  }),
  GetPipelineExecution: structure({ 'pipelineName!': NAME, 'pipelineExecutionId!': UUID }),
  StartPipelineExecution: structure({
    'name!': NAME,
    variables: list(structure({ 'name!': VARIABLE_NAME, 'value!': VARIABLE_VALUE }), { min: 1, max: 50 }),
    clientRequestToken: text({ min: 1, max: 128, pattern: '[a-zA-Z0-9-]+' }),
    sourceRevisions: list(OVERRIDE, { max: 50 }),
  }),
  StopPipelineExecution: structure({
    'pipelineName!': NAME,
    'pipelineExecutionId!': UUID,
    abandon: flag,
    reason: text({ max: 200 }),
  }),
  RetryStageExecution: structure({
    'pipelineName!': NAME,
    'stageName!': NAME,
    'pipelineExecutionId!': UUID,
    'retryMode!': text({ values: ['FAILED_ACTIONS', 'ALL_ACTIONS'] }),
  }),
  PutApprovalResult: structure({
    'pipelineName!': NAME,
    'stageName!': NAME,
    'actionName!': NAME,
    'result!': structure({
      'summary!': text({ max: 512 }),
      'status!': text({ values: ['Approved', 'Rejected'] }),
    }),
    'token!': UUID,
  }),
};

/**
 * Looks at a request of CodePipeline before the operation does, as AWS does.
 *
 * @throws ServiceError with ValidationException or SerializationException
 */
export function checkRequest(target: string, request: object): void {
  const [service, operation = ''] = target.split('.');
  if (service !== 'CodePipeline_20150709' || !Object.hasOwn(REQUESTS, operation)) return;
  expectShape(REQUESTS[operation], request);
}

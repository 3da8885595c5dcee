import { checkRequest } from '../../../../emulators/codepipeline/api/check-request';
import { declare } from '../support/fake-pipeline';

const ID = '00000000-0000-4000-8000-000000000000';
const PIPELINE = declare({ Source: ['source'], Build: ['build'] });

function check(operation: string, request: object): void {
  checkRequest(`CodePipeline_20150709.${operation}`, request);
}

/** A pipeline with a mistake in its first action. */
function withAction(action: object) {
  const [stage, ...others] = PIPELINE.stages ?? [];
  const stages = [{ ...stage, actions: [{ ...stage?.actions?.[0], ...action }] }, ...others];
  return { pipeline: { ...PIPELINE, stages } };
}

test.each<[string, object]>([
  ['CreatePipeline', { pipeline: PIPELINE, tags: [{ key: 'team', value: '' }] }],
  ['StopPipelineExecution', { pipelineName: 'a', pipelineExecutionId: ID, abandon: true, reason: '' }],
  ['ListPipelines', {}],
])('a valid request of %s is accepted', (operation, request) => {
  expect(() => check(operation, request)).not.toThrow();
});

test.each([
  'CodeBuild_20161006.StartBuild',
  'CodePipeline_20150709.DisableStageTransition',
  'CodePipeline_20150709.constructor',
])('a request of %s, another service or not supported, is not checked', (target) => {
  expect(() => checkRequest(target, { name: 1 })).not.toThrow();
});

const LENGTH = (max: number) => `Member must have length less than or equal to ${max}`;
const PATTERN = String.raw`Member must satisfy regular expression pattern: [A-Za-z0-9.@\-_]+`;
const ACTION = 'pipeline.stages.1.member.actions.1.member';

test.each<[string, string, object, string]>([
  ['no name', 'GetPipeline', {}, "Value null at 'name': Member must not be null"],
  [
    'a name that is null',
    'GetPipelineState',
    { name: null },
    "Value null at 'name': Member must not be null",
  ],
  ['a name with a space', 'GetPipeline', { name: 'a b' }, `Value 'a b' at 'name': ${PATTERN}`],
  [
    'a name of 101',
    'GetPipeline',
    { name: 'x'.repeat(101) },
    `Value '${'x'.repeat(101)}' at 'name': ${LENGTH(100)}`,
  ],
  [
    'version 0',
    'GetPipeline',
    { name: 'a', version: 0 },
    "Value '0' at 'version': Member must have value greater than or equal to 1",
  ],
  [
    'a page of 101',
    'ListActionExecutions',
    { pipelineName: 'a', maxResults: 101 },
    "Value '101' at 'maxResults': Member must have value less than or equal to 100",
  ],
  [
    'another retry mode',
    'RetryStageExecution',
    { pipelineName: 'a', stageName: 'b', pipelineExecutionId: ID, retryMode: 'ALL' },
    "Value 'ALL' at 'retryMode': Member must satisfy enum value set: [FAILED_ACTIONS, ALL_ACTIONS]",
  ],
  [
    'an approval with a summary of 513',
    'PutApprovalResult',
    {
      ...{ pipelineName: 'a', stageName: 'b', actionName: 'c', token: ID },
      result: { status: 'Approved', summary: 'x'.repeat(513) },
    },
    `Value '${'x'.repeat(513)}' at 'result.summary': ${LENGTH(512)}`,
  ],
  [
    'a stop with a reason of 201',
    'StopPipelineExecution',
    { pipelineName: 'a', pipelineExecutionId: ID, reason: 'x'.repeat(201) },
    `Value '${'x'.repeat(201)}' at 'reason': ${LENGTH(200)}`,
  ],
  [
    'an action with a space in its name',
    'CreatePipeline',
    withAction({ name: 'a b' }),
    `Value 'a b' at '${ACTION}.name': ${PATTERN}`,
  ],
  [
    'a run order of 0',
    'UpdatePipeline',
    withAction({ runOrder: 0 }),
    `Value '0' at '${ACTION}.runOrder': Member must have value greater than or equal to 1`,
  ],
  [
    'an approval that waits for less than 5 minutes',
    'UpdatePipeline',
    withAction({ timeoutInMinutes: 4 }),
    `Value '4' at '${ACTION}.timeoutInMinutes': Member must have value greater than or equal to 5`,
  ],
  [
    'an approval that waits for more than 60 days',
    'UpdatePipeline',
    withAction({ timeoutInMinutes: 86_401 }),
    `Value '86401' at '${ACTION}.timeoutInMinutes': Member must have value less than or equal to 86400`,
  ],
  [
    'an empty value in a configuration',
    'CreatePipeline',
    withAction({ configuration: { BranchName: '' } }),
    `Value at '${ACTION}.configuration': Map value must satisfy constraint: [${LENGTH(50_000)}, Member must have length greater than or equal to 1]`,
  ],
])('a request is rejected for %s in the words of AWS', (_, operation, request, problem) => {
  const [where, constraint] = problem.split(/(?<='): /);
  expect(() => check(operation, request)).toThrow(
    expect.objectContaining({
      code: 'ValidationException',
      message: `1 validation error detected: ${where} failed to satisfy constraint: ${constraint}`,
    }) as Error,
  );
});

test('a request is rejected with all that is wrong at once', () => {
  const request = { pipelineName: '', pipelineExecutionId: 'latest' };
  expect(() => check('GetPipelineExecution', request)).toThrow(
    /^3 validation errors detected: .* at 'pipelineName' .*; .* at 'pipelineName' .*; Value 'latest' at 'pipelineExecutionId' failed/,
  );
});

test.each([
  ['ListPipelines', { maxResults: '5' }],
  ['GetPipeline', { name: 5 }],
  ['StopPipelineExecution', { pipelineName: 'a', pipelineExecutionId: ID, abandon: 'yes' }],
  ['CreatePipeline', { pipeline: [] }],
  ['CreatePipeline', { pipeline: { ...PIPELINE, stages: {} } }],
  ['CreatePipeline', withAction({ configuration: { DetectChanges: false } })],
])('a request of %s is rejected for a value of another type: %j', (operation, request) => {
  expect(() => check(operation, request)).toThrow(
    expect.objectContaining({ code: 'SerializationException' }) as Error,
  );
});

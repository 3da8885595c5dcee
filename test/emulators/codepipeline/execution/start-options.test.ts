import type { PipelineDeclaration, StartPipelineExecutionInput } from '@aws-sdk/client-codepipeline';
import { startOptions } from '../../../../emulators/codepipeline/execution/start-options';
import { declare } from '../support/fake-pipeline';

const PIPELINE: PipelineDeclaration = {
  ...declare({ Source: ['source'], Build: ['build'] }),
  variables: [{ name: 'Kind', defaultValue: 'good' }, { name: 'Note' }],
};

test('a start takes the defaults of variables unless it gives others', () => {
  expect(startOptions(PIPELINE)).toEqual({ variables: { Kind: 'good' }, commits: {} });
  const variables = [
    { name: 'Note', value: 'now' },
    { name: 'Kind', value: 'better' },
  ];
  expect(startOptions(PIPELINE, { variables }).variables).toEqual({ Kind: 'better', Note: 'now' });
});

test('a start takes the commit that it gives for a source', () => {
  const revision = { actionName: 'source', revisionType: 'COMMIT_ID', revisionValue: 'abc' } as const;
  expect(startOptions(PIPELINE, { sourceRevisions: [revision] }).commits).toEqual({ source: 'abc' });
});

test.each<[string, Partial<StartPipelineExecutionInput>, RegExp]>([
  [
    'a variable that the pipeline does not have',
    { variables: [{ name: 'Kinds', value: 'x' }] },
    /no variable 'Kinds', expected one of \[Kind, Note\]/,
  ],
  [
    'a source that it does not have',
    { sourceRevisions: [{ actionName: 'build', revisionType: 'COMMIT_ID', revisionValue: 'x' }] },
    /no source action 'build', expected one of \[source\]/,
  ],
  [
    'a revision of another kind',
    { sourceRevisions: [{ actionName: 'source', revisionType: 'IMAGE_DIGEST', revisionValue: 'x' }] },
    /IMAGE_DIGEST .*expected COMMIT_ID/,
  ],
])('a start is rejected for %s', (_, request, message) => {
  expect(() => startOptions(PIPELINE, request)).toThrow(
    expect.objectContaining({
      code: 'ValidationException',
      message: expect.stringMatching(message) as string,
    }) as Error,
  );
});

import type { ActionDeclaration, PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import { checkStructure } from '../../../rehearsal/codepipeline/structure';

const SOURCE = action('source', 'Source', 'CodeStarSourceConnection', {
  outputArtifacts: [{ name: 'Code' }],
});
const BUILD = action('build', 'Build', 'CodeBuild', { inputArtifacts: [{ name: 'Code' }] });

function action(
  name: string,
  category: 'Source' | 'Build' | 'Deploy' | 'Approval',
  provider: string,
  more: Partial<ActionDeclaration> = {},
): ActionDeclaration {
  return { name, actionTypeId: { category, owner: 'AWS', provider, version: '1' }, ...more };
}

function pipeline(more: Partial<PipelineDeclaration> = {}): PipelineDeclaration {
  return {
    name: 'pipeline',
    roleArn: 'arn:aws:iam::123456789012:role/pipeline',
    artifactStore: { type: 'S3', location: 'bucket' },
    stages: [
      { name: 'Source', actions: [SOURCE] },
      { name: 'Build', actions: [BUILD] },
    ],
    ...more,
  };
}

/** A pipeline whose second stage has those actions. */
function withActions(...actions: ActionDeclaration[]): PipelineDeclaration {
  return pipeline({
    stages: [
      { name: 'Source', actions: [SOURCE] },
      { name: 'Build', actions },
    ],
  });
}

it('takes a pipeline as it is', () => {
  expect(checkStructure(pipeline())).toEqual(pipeline());
});

const SOURCES = { name: 'Source', actions: [SOURCE] };
const many = (count: number) =>
  Array.from({ length: count }, (_, index) => action(`a${index}`, 'Approval', 'Manual'));

it.each<[string, PipelineDeclaration | undefined, string, RegExp]>([
  ['nothing', undefined, 'ValidationException', /name and a roleArn/],
  ['a name with a space', pipeline({ name: 'a b' }), 'InvalidStructureException', /'a b'/],
  ['one stage', pipeline({ stages: [SOURCES] }), 'InvalidStructureException', /has only 1 stage\(s\)/],
  [
    '51 stages',
    pipeline({
      stages: [SOURCES, ...Array.from({ length: 50 }, (_, i) => ({ name: `s${i}`, actions: many(1) }))],
    }),
    'InvalidStructureException',
    /51 stages/,
  ],
  [
    'two stages of one name',
    pipeline({ stages: [SOURCES, { name: 'A', actions: many(1) }, { name: 'A', actions: many(1) }] }),
    'InvalidStageDeclarationException',
    /'A'/,
  ],
  ['a stage without actions', withActions(), 'InvalidStageDeclarationException', /0 actions/],
  ['51 actions', withActions(...many(51)), 'InvalidStageDeclarationException', /51 actions/],
  ['two actions of one name', withActions(BUILD, BUILD), 'InvalidActionDeclarationException', /'build'/],
  ['a source after the first stage', withActions(SOURCE), 'InvalidStructureException', /first stage/],
  [
    'a provider that is not offered',
    withActions(action('deploy', 'Deploy', 'ECS')),
    'InvalidActionDeclarationException',
    /Provider: 'ECS'/,
  ],
  [
    'a run order of 0',
    withActions({ ...BUILD, runOrder: 0 }),
    'InvalidActionDeclarationException',
    /runOrder of build is 0/,
  ],
  [
    'an artifact that nobody makes',
    withActions({ ...BUILD, inputArtifacts: [{ name: 'Other' }] }),
    'InvalidActionDeclarationException',
    /artifact Other/,
  ],
  [
    'an artifact of an action that runs at the same time',
    withActions(
      { ...BUILD, outputArtifacts: [{ name: 'Assembly' }] },
      action('deploy', 'Build', 'CodeBuild', { inputArtifacts: [{ name: 'Assembly' }] }),
    ),
    'InvalidActionDeclarationException',
    /artifact Assembly/,
  ],
  [
    'another execution mode',
    pipeline({ executionMode: 'QUEUED' }),
    'InvalidStructureException',
    /QUEUED is not offered here, expected SUPERSEDED/,
  ],
])('rejects %s', (_, declaration, code, message) => {
  expect(() => checkStructure(declaration)).toThrow(
    expect.objectContaining({ code, message: expect.stringMatching(message) as string }) as Error,
  );
});

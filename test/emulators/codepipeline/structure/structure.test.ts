import type { ActionDeclaration, PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import { checkStructure } from '../../../../emulators/codepipeline/structure/structure';

const REGION = 'eu-west-1';
const ELSEWHERE = 'eu-central-1';
const STORE = { type: 'S3', location: 'bucket' } as const;

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

test('a valid pipeline is accepted unchanged', () => {
  expect(checkStructure(pipeline(), REGION)).toEqual(pipeline());
});

test('a pipeline of 500 actions is accepted', () => {
  const full = Array.from({ length: 9 }, (_, i) => ({ name: `s${i}`, actions: many(50) }));
  const stages = [SOURCES, ...full, { name: 'last', actions: many(49) }];
  expect(checkStructure(pipeline({ stages }), REGION).stages).toHaveLength(11);
});

test('a pipeline with a store in each region of its actions is accepted', () => {
  const artifactStores = { [REGION]: STORE, [ELSEWHERE]: STORE };
  const spread = { ...withActions(DEPLOY_ELSEWHERE), artifactStore: undefined, artifactStores };
  expect(checkStructure(spread, REGION)).toEqual(spread);
});

const DEPLOY_ELSEWHERE = action('deploy', 'Deploy', 'CloudFormation', { region: ELSEWHERE });

/** A pipeline whose stores are only in some regions. */
const storesIn = (regions: readonly string[], ...actions: ActionDeclaration[]): PipelineDeclaration => ({
  ...withActions(...actions),
  artifactStore: undefined,
  artifactStores: Object.fromEntries(regions.map((region) => [region, STORE])),
});

const SOURCES = { name: 'Source', actions: [SOURCE] };
const many = (count: number) =>
  Array.from({ length: count }, (_, index) => action(`a${index}`, 'Approval', 'Manual'));

test.each<[string, PipelineDeclaration, string, RegExp]>([
  [
    'one stage',
    pipeline({ stages: [SOURCES] }),
    'InvalidStructureException',
    /^Pipeline has only 1 stage\(s\). There should be a minimum of 2 stages in a pipeline$/,
  ],
  ['no bucket', pipeline({ artifactStore: undefined }), 'InvalidStructureException', /no artifactStore/],
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
  [
    '501 actions in all',
    pipeline({
      stages: [SOURCES, ...Array.from({ length: 10 }, (_, i) => ({ name: `s${i}`, actions: many(50) }))],
    }),
    'InvalidStructureException',
    /501 actions/,
  ],
  ['51 actions', withActions(...many(51)), 'InvalidStageDeclarationException', /51 actions/],
  ['two actions of one name', withActions(BUILD, BUILD), 'InvalidActionDeclarationException', /'build'/],
  ['a source after the first stage', withActions(SOURCE), 'InvalidStructureException', /first stage/],
  [
    'a provider that is not supported',
    withActions(action('deploy', 'Deploy', 'ECS')),
    'InvalidActionDeclarationException',
    /Provider: 'ECS'/,
  ],
  [
    'an action of another owner',
    withActions({ ...BUILD, actionTypeId: { ...BUILD.actionTypeId!, owner: 'Custom' } }),
    'InvalidActionDeclarationException',
    /Owner: 'Custom'/,
  ],
  [
    'an action other than a source in the first stage',
    pipeline({ stages: [{ name: 'First', actions: many(1) }, SOURCES] }),
    'InvalidStructureException',
    /first stage/,
  ],
  [
    'two actions of one namespace',
    withActions({ ...BUILD, namespace: 'n' }, { ...many(1)[0], namespace: 'n' }),
    'InvalidActionDeclarationException',
    /^Namespaces must be unique across the pipeline definition. The following occur .*\nStageName=\[Build\], ActionName=\[build\], Namespace=\[n\]\n/,
  ],
  [
    'two makers of one artifact',
    withActions({ ...BUILD, outputArtifacts: [{ name: 'Code' }] }),
    'InvalidActionDeclarationException',
    /more than one output artifact named 'Code'/,
  ],
  [
    'an artifact that no action makes',
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
    'both a bucket and buckets for each region',
    pipeline({ artifactStores: { 'eu-west-1': { type: 'S3', location: 'bucket' } } }),
    'InvalidStructureException',
    /both artifactStore and artifactStores/,
  ],
  [
    'an action in a region without a store',
    storesIn([REGION], DEPLOY_ELSEWHERE),
    'InvalidStructureException',
    /no artifact store in eu-central-1/,
  ],
  [
    'no store where it is',
    storesIn([ELSEWHERE], DEPLOY_ELSEWHERE),
    'InvalidStructureException',
    /no artifact store in eu-west-1/,
  ],
  [
    'one bucket for actions in two regions',
    withActions(DEPLOY_ELSEWHERE),
    'InvalidStructureException',
    /Action deploy is in region eu-central-1 .* artifactStores, one for each region/,
  ],
  [
    'a source in another region',
    pipeline({
      stages: [
        { name: 'Source', actions: [{ ...SOURCE, region: ELSEWHERE }] },
        { name: 'Build', actions: [BUILD] },
      ],
    }),
    'InvalidStructureException',
    /Source action source is in region eu-central-1, expected eu-west-1/,
  ],
  [
    'a build in another region',
    storesIn([REGION, ELSEWHERE], { ...BUILD, region: ELSEWHERE }),
    'InvalidStructureException',
    /only actions of CloudFormation can be elsewhere here/,
  ],
  [
    'a blocker',
    pipeline({
      stages: [SOURCES, { name: 'A', actions: many(1), blockers: [{ name: 'night', type: 'Schedule' }] }],
    }),
    'InvalidBlockerDeclarationException',
    /blocker night, expected none/,
  ],
  [
    'what a stage does when it fails',
    pipeline({ stages: [SOURCES, { name: 'A', actions: many(1), onFailure: { result: 'ROLLBACK' } }] }),
    'InvalidStageDeclarationException',
    /onFailure of stage A is not supported here/,
  ],
  [
    'triggers',
    pipeline({
      triggers: [
        { providerType: 'CodeStarSourceConnection', gitConfiguration: { sourceActionName: 'source' } },
      ],
    }),
    'InvalidStructureException',
    /triggers are not supported here/,
  ],
  [
    'variables of a pipeline of type V1',
    pipeline({ variables: [{ name: 'Kind' }] }),
    'InvalidStructureException',
    /type V1 cannot have variables, expected type V2/,
  ],
  [
    'a timeout of an action other than an approval',
    withActions({ ...BUILD, timeoutInMinutes: 60 }),
    'InvalidActionDeclarationException',
    /timeoutInMinutes of action 'build' is 60, expected none/,
  ],
  [
    'another execution mode',
    pipeline({ executionMode: 'QUEUED' }),
    'InvalidStructureException',
    /QUEUED is not supported here, expected SUPERSEDED/,
  ],
])('a pipeline is rejected for %s', (_, declaration, code, message) => {
  expect(() => checkStructure(declaration, REGION)).toThrow(
    expect.objectContaining({ code, message: expect.stringMatching(message) as string }) as Error,
  );
});

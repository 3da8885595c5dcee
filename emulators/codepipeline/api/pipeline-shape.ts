import { NAME, VARIABLE_NAME, VARIABLE_VALUE } from './common-shapes';
import { integer, list, map, mapOf, structure, text } from './shape';

const ARTIFACTS = list(structure({ 'name!': text({ min: 1, max: 100, pattern: '[a-zA-Z0-9_\\-]+' }) }));
const ROLE_ARN = text({ max: 1024, pattern: 'arn:aws(-[\\w]+)*:iam::[0-9]{12}:role/.*' });

const ACTION = structure({
  'name!': NAME,
  'actionTypeId!': structure({
    'category!': text({ values: ['Source', 'Build', 'Deploy', 'Test', 'Invoke', 'Approval', 'Compute'] }),
    'owner!': text({ values: ['AWS', 'ThirdParty', 'Custom'] }),
    'provider!': text({ min: 1, max: 35, pattern: '[0-9A-Za-z_-]+' }),
    'version!': text({ min: 1, max: 9, pattern: '[0-9A-Za-z_-]+' }),
  }),
  runOrder: integer({ min: 1, max: 999 }),
  // AWS answers with this bound, though the API Reference says 1,000.
  configuration: map({ min: 1, max: 50_000 }),
  outputArtifacts: ARTIFACTS,
  inputArtifacts: ARTIFACTS,
  roleArn: ROLE_ARN,
  region: text({ min: 4, max: 30 }),
  namespace: text({ min: 1, max: 100, pattern: '[A-Za-z0-9@\\-_]+' }),
  timeoutInMinutes: integer({ min: 5, max: 86_400 }),
});

const BLOCKER = structure({ 'name!': text({ min: 1, max: 100 }), 'type!': text({ values: ['Schedule'] }) });

const ARTIFACT_STORE = structure({
  'type!': text({ values: ['S3'] }),
  'location!': text({ min: 3, max: 63, pattern: '[a-zA-Z0-9\\-\\.]+' }),
  encryptionKey: structure({ 'id!': text({ min: 1, max: 400 }), 'type!': text({ values: ['KMS'] }) }),
});

/** A pipeline as CreatePipeline and UpdatePipeline take it (AWS CodePipeline API Reference, "PipelineDeclaration"). */
export const PIPELINE = structure({
  'name!': NAME,
  'roleArn!': ROLE_ARN,
  artifactStore: ARTIFACT_STORE,
  artifactStores: mapOf(ARTIFACT_STORE),
  'stages!': list(structure({ 'name!': NAME, blockers: list(BLOCKER), 'actions!': list(ACTION) })),
  version: integer({ min: 1 }),
  executionMode: text({ values: ['QUEUED', 'SUPERSEDED', 'PARALLEL'] }),
  pipelineType: text({ values: ['V1', 'V2'] }),
  variables: list(
    structure({
      'name!': VARIABLE_NAME,
      defaultValue: VARIABLE_VALUE,
      description: text({ max: 200, pattern: '.*' }),
    }),
    { max: 50 },
  ),
});

import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import * as cp from '@aws-sdk/client-codepipeline';
import { CreateBucketCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import type { LocalAccount } from '../../../emulators/account/local-account';
import { ACCOUNT, START_TIMEOUT } from '../account/support/open-account';
import { refusalOf } from '../account/support/refusal-of';
import { BUCKET, TestAccount } from './support/test-account';
import { TestPipeline } from './support/test-pipeline';
import { GOOD } from './support/test-source';

jest.setTimeout(30_000);

const THERE = 'eu-central-1';
const REPLICA = `replica-${ACCOUNT}`;

let rig: TestAccount;
let pipeline: TestPipeline;
let there: LocalAccount;

/** The pipeline with its deployment in another region, and the stores that it has. */
function deployingThere(artifactStores: cp.PipelineDeclaration['artifactStores']): cp.PipelineDeclaration {
  const { artifactStore: _, stages = [], ...declaration } = pipeline.declaration();
  const [source, build, { name, actions = [] }] = stages;
  const elsewhere = { name, actions: actions.map((action) => ({ ...action, region: THERE })) };
  return { ...declaration, artifactStores, stages: [source, build, elsewhere] };
}

const stores = {
  'eu-west-1': { type: 'S3', location: BUCKET },
  [THERE]: { type: 'S3', location: REPLICA },
} as const;

const update = (changed: cp.PipelineDeclaration) =>
  pipeline.client.send(new cp.UpdatePipelineCommand({ pipeline: changed }));

beforeAll(async () => {
  rig = await TestAccount.start();
  rig.push(GOOD);
  await rig.completeConnection();
  pipeline = await TestPipeline.create(rig, { approval: false });
  there = rig.account.in(THERE);
  const CreateBucketConfiguration = { LocationConstraint: THERE } as const;
  await new S3Client(there.sdk()).send(
    new CreateBucketCommand({ Bucket: REPLICA, CreateBucketConfiguration }),
  );
}, START_TIMEOUT);
afterAll(() => rig?.stop());

test('a pipeline is rejected that has no store in a region of its actions, or where it is itself', async () => {
  expect(await refusalOf(update(deployingThere({ 'eu-west-1': stores['eu-west-1'] })))).toMatch(
    /^InvalidStructureException: .*no artifact store in eu-central-1/,
  );
  expect(await refusalOf(update(deployingThere({ [THERE]: stores[THERE] })))).toMatch(
    /^InvalidStructureException: .*no artifact store in eu-west-1/,
  );
});

test('an action in another region deploys there, from a copy in the store of that region', async () => {
  await update(deployingThere(stores));
  const executionId = await pipeline.start();
  expect((await pipeline.ended(executionId)).status).toBe('Succeeded');
  const { Stacks } = await new CloudFormationClient(there.sdk()).send(
    new DescribeStacksCommand({ StackName: 'deployed' }),
  );
  expect(Stacks?.[0].StackId).toContain(`:${THERE}:`);
  const { Contents = [] } = await new S3Client(there.sdk()).send(
    new ListObjectsV2Command({ Bucket: REPLICA }),
  );
  expect(Contents.map(({ Key }) => Key)).toEqual([expect.stringMatching(/^delivery\/Built\//)]);
});

test.each([
  [
    'pipeline',
    's3:PutObject',
    /^Replication of artifact 'Built' failed: .* to replica-.* in eu-central-1: .*PutObject/,
  ],
  ['deploy', 's3:GetObject', /s3:GetObject on resource: .*replica-/],
] as const)('the role %s needs %s in the bucket of the other region', async (role, action, message) => {
  await update(deployingThere(stores));
  const others = TestPipeline.permissions[role].filter((other) => other !== action);
  await rig.allow(role, others, { Action: action, Resource: `arn:aws:s3:::${BUCKET}/*` });
  const executionId = await pipeline.start();
  const failure = await pipeline.failure(executionId, 'Stack');
  expect(failure.code).toBe('PermissionError');
  expect(failure.message).toMatch(message);

  await rig.allow(role, TestPipeline.permissions[role]);
  await pipeline.client.send(
    new cp.RetryStageExecutionCommand({
      pipelineName: pipeline.name,
      stageName: 'Deploy',
      pipelineExecutionId: executionId,
      retryMode: 'FAILED_ACTIONS',
    }),
  );
  expect((await pipeline.ended(executionId)).status).toBe('Succeeded');
});

test('a copy is written under the key that the pipeline names, which has to be one of that region', async () => {
  const id = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/0a1b2c3d-0000-4000-8000-000000000000`;
  const encryptionKey = { id, type: 'KMS' } as const;
  await update(deployingThere({ ...stores, [THERE]: { ...stores[THERE], encryptionKey } }));
  const { message } = await pipeline.failure(await pipeline.start(), 'Stack');
  expect(message).toMatch(/^Replication of artifact 'Built' failed: .*Invalid arn eu-west-1/);
});

test('a pipeline is not seen from another region', async () => {
  const client = new cp.CodePipelineClient(there.sdk());
  expect((await client.send(new cp.ListPipelinesCommand({}))).pipelines).toEqual([]);
  expect(await refusalOf(client.send(new cp.GetPipelineCommand({ name: pipeline.name })))).toMatch(
    /^PipelineNotFoundException/,
  );
});

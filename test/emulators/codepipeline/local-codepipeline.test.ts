import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import * as cp from '@aws-sdk/client-codepipeline';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { readZipped } from '../../../emulators/codepipeline/artifacts/zip';
import { refusalOf } from '../account/support/refusal-of';
import { ACCOUNT, START_TIMEOUT } from '../account/support/open-account';
import { badCommands } from './support/bad-commands';
import { hasEnded } from './support/has-ended';
import { TestAccount } from './support/test-account';
import { TestPipeline } from './support/test-pipeline';
import { GOOD, TEMPLATE } from './support/test-source';

jest.setTimeout(30_000);

let rig: TestAccount;
let pipeline: TestPipeline;

beforeAll(async () => {
  rig = await TestAccount.start();
  rig.push(GOOD);
  process.env.OF_THE_CALLER = 'secret';
  pipeline = await TestPipeline.create(rig);
}, START_TIMEOUT);
afterAll(() => rig?.stop());

/** The execution of a push. */
function push(files: Record<string, string>): Promise<string> {
  return pipeline.executionOf(rig.push(files));
}

test('a pipeline starts when it is created, and fails while its connection is pending', async () => {
  const [first] = await pipeline.executions();
  expect(first.trigger?.triggerType).toBe('CreatePipeline');
  const { code, message } = await pipeline.failure(first.pipelineExecutionId ?? '', 'GitHub');
  expect(code).toBe('ConfigurationError');
  expect(message).toMatch(
    /^\[GitHub\] .*is not available.*PENDING: complete the pending connection in the console/,
  );
  await rig.completeConnection();
  // The trigger looks at the branch a few times a second, and has to have seen where it stood.
  await sleep(600);
});

test('a push runs to the approval and, once approved, to its end', async () => {
  const commit = rig.push(GOOD);
  const id = await pipeline.executionOf(commit);
  const token = await pipeline.token();

  const approval = await pipeline.action(id, 'Approve');
  expect(approval?.input?.resolvedConfiguration).toEqual({
    CustomData: `Release ${commit}, a good build?`,
    ExternalEntityLink: `https://example.com/${id}`,
  });
  const unknown = '00000000-0000-4000-8000-000000000000';
  expect(await refusalOf(pipeline.answer(unknown, 'Approved', 'ok'))).toMatch(/^InvalidApprovalToken/);
  await pipeline.answer(token, 'Approved', 'looks good');
  const { status, trigger, sourceRevisions } = await pipeline.ended(id);
  expect([status, trigger?.triggerType]).toEqual(['Succeeded', 'WebhookV2']);
  expect(sourceRevisions?.[0]).toMatchObject({
    revisionId: commit,
    revisionSummary: '{"ProviderType":"GitHub","CommitMessage":"Change it"}',
  });
  expect((await pipeline.action(id, 'Approve'))?.updatedBy).toBe(`arn:aws:iam::${ACCOUNT}:root`);
  expect(await refusalOf(pipeline.answer(token, 'Approved', 'again'))).toMatch(/^ApprovalAlreadyCompleted/);
  const { Stacks } = await new CloudFormationClient(rig.account.sdk()).send(
    new DescribeStacksCommand({ StackName: 'deployed' }),
  );
  expect(Stacks?.[0]?.Outputs?.[0]?.OutputValue).toBe(commit);
});

test('a build has nothing of the environment of the caller, and the role of its project', async () => {
  const [{ pipelineExecutionId = '' }] = await pipeline.executions();
  const synth = await pipeline.action(pipelineExecutionId, 'Synth');
  const { bucket: Bucket, key: Key } = synth?.output?.outputArtifacts?.[0]?.s3location ?? {};
  expect(Key).toMatch(/^delivery\/Built\//);
  const { Body } = await new S3Client(rig.account.sdk()).send(new GetObjectCommand({ Bucket, Key }));
  const zipped = Buffer.from((await Body?.transformToByteArray()) ?? []);
  const environment = (await readZipped(zipped, 'environment')) ?? '';
  expect(environment).not.toContain('OF_THE_CALLER');
  expect(environment).toContain(`HOME=${rig.directory}`);
  const key = (name: string) => new RegExp(`^AWS_${name}=(.+)$`, 'm').exec(environment)?.[1] ?? '';
  const credentials = {
    accessKeyId: key('ACCESS_KEY_ID'),
    secretAccessKey: key('SECRET_ACCESS_KEY'),
    sessionToken: key('SESSION_TOKEN'),
  };
  const { Arn } = await new STSClient(rig.account.sdk(credentials)).send(new GetCallerIdentityCommand({}));
  expect(Arn).toMatch(new RegExp(`^arn:aws:sts::${ACCOUNT}:assumed-role/build/`));
  expect(environment).toContain('CODEBUILD_INITIATOR=codepipeline/delivery');
});

test('a build leaves its log, in a file and in CloudWatch Logs, and none of the packages that it installed', async () => {
  const [{ pipelineExecutionId = '' }] = await pipeline.executions();
  const synth = await pipeline.action(pipelineExecutionId, 'Synth');
  const buildId = synth?.output?.executionResult?.externalExecutionId ?? '';
  expect(fs.readFileSync(rig.codePipeline.buildLog(buildId), 'utf8')).toMatch(/^building$/m);
  const { events = [] } = await new CloudWatchLogsClient(rig.account.sdk()).send(
    new GetLogEventsCommand({ logGroupName: '/aws/codebuild/project', logStreamName: buildId.split(':')[1] }),
  );
  expect(events.map(({ message }) => message)).toContain('building');
  const source = path.join(rig.directory, 'builds', buildId.split(':')[1], 'src');
  expect(fs.readdirSync(source)).toContain('build.sh');
  expect(fs.readdirSync(source)).not.toContain('node_modules');
});

test('an execution fails when its approval is rejected', async () => {
  const id = await pipeline.start();
  await pipeline.answer(await pipeline.token(), 'Rejected', 'not today');
  expect(await pipeline.failure(id, 'Approve')).toEqual({
    code: 'JobFailed',
    message: `Rejected by arn:aws:iam::${ACCOUNT}:root: not today`,
  });
});

test('an execution fails when its approval is not answered in time, and takes no answer then', async () => {
  const id = await pipeline.start();
  const token = await pipeline.token();
  rig.clock.advance(7 * 24 * 60 * 60_000);
  expect((await pipeline.failure(id, 'Approve')).code).toBe('TimeoutError');
  expect(await refusalOf(pipeline.answer(token, 'Approved', 'late'))).toMatch(/^InvalidApprovalToken/);
});

test('a template too large for a request is deployed', async () => {
  const large = JSON.stringify({
    ...(JSON.parse(TEMPLATE) as object),
    Metadata: { Large: 'x'.repeat(60_000) },
  });
  const id = await push({ ...GOOD, 'template.json': large });
  await pipeline.answer(await pipeline.token(), 'Approved', 'ok');
  expect((await pipeline.ended(id)).status).toBe('Succeeded');
  const { TemplateBody } = await new CloudFormationClient(rig.account.sdk()).send(
    new GetTemplateCommand({ StackName: 'deployed' }),
  );
  expect(TemplateBody).toBe(large);
});

test('an approval is withdrawn when the pipeline is changed, and asked again with another token', async () => {
  const id = await pipeline.start();
  const token = await pipeline.token();
  await pipeline.client.send(new cp.UpdatePipelineCommand({ pipeline: pipeline.declaration() }));
  expect(await refusalOf(pipeline.answer(token, 'Approved', 'late'))).toMatch(/^InvalidApprovalToken/);
  expect((await pipeline.ended(id)).status).toBe('Cancelled');
  const next = await pipeline.start();
  await pipeline.answer(await pipeline.token(), 'Approved', 'ok');
  expect((await pipeline.ended(next)).status).toBe('Succeeded');
});

test('the history on disk lists the executions as the API does', async () => {
  const file = path.join(rig.directory, 'history', pipeline.name, 'executions.json');
  const kept = JSON.parse(fs.readFileSync(file, 'utf8')) as cp.ListPipelineExecutionsOutput;
  const states = (executions: cp.PipelineExecutionSummary[] = []) =>
    executions.map(({ pipelineExecutionId, status }) => [pipelineExecutionId, status]);
  expect(states(kept.pipelineExecutionSummaries)).toEqual(states(await pipeline.executions()));
});

test('a pipeline shows its tags and its earlier versions', async () => {
  const { metadata, pipeline: first } = await pipeline.client.send(
    new cp.GetPipelineCommand({ name: pipeline.name, version: 1 }),
  );
  expect(first?.version).toBe(1);
  const { tags } = await pipeline.client.send(
    new cp.ListTagsForResourceCommand({ resourceArn: metadata?.pipelineArn }),
  );
  expect(tags).toEqual([{ key: 'team', value: 'delivery' }]);
});

test('a failed build names its command, and nothing is deployed', async () => {
  const id = await push({ ...GOOD, 'build.sh': 'echo no >&2; exit 3' });
  expect(await pipeline.failure(id, 'Synth')).toEqual({
    code: 'JobFailed',
    message:
      'Build terminated with state: FAILED. Phase: BUILD, Code: COMMAND_EXECUTION_ERROR, Message: Error while executing command: sh build.sh. Reason: exit status 3',
  });
  expect(await pipeline.action(id, 'Stack')).toBeUndefined();
});

test('an execution takes the commit that its start names, though it is no longer the head', async () => {
  const before = rig.push(GOOD);
  await push(GOOD);
  const sourceRevisions = [
    { actionName: 'GitHub', revisionType: 'COMMIT_ID', revisionValue: before } as const,
  ];
  const { pipelineExecutionId = '' } = await pipeline.client.send(
    new cp.StartPipelineExecutionCommand({ name: pipeline.name, sourceRevisions }),
  );
  expect(await pipeline.executionOf(before)).toBe(pipelineExecutionId);
});

test('an execution is cancelled by an update, while the build that it had started goes on to its end', async () => {
  const id = await push({ ...GOOD, 'build.sh': 'sleep 1; echo the end' });
  const synth = await pipeline.begun(id, 'Synth');
  const { pipeline: updated } = await pipeline.client.send(
    new cp.UpdatePipelineCommand({ pipeline: pipeline.declaration() }),
  );
  expect(updated?.version).toBe(3);
  expect((await pipeline.ended(id)).status).toBe('Cancelled');
  while ((await pipeline.action(id, 'Synth'))?.status === 'InProgress') await sleep(100);
  expect((await pipeline.action(id, 'Synth'))?.status).toBe('Succeeded');
  expect(await pipeline.action(id, 'Stack')).toBeUndefined();
  const log = rig.codePipeline.buildLog(synth.output?.executionResult?.externalExecutionId ?? '');
  expect(fs.readFileSync(log, 'utf8')).toMatch(/^the end$/m);
});

test('a deployment says how to delete a stack whose first creation failed', async () => {
  const { client } = pipeline;
  const declaration = pipeline.declaration();
  Object.assign(declaration.stages?.[2].actions?.[0].configuration ?? {}, { StackName: 'broken' });
  await client.send(new cp.UpdatePipelineCommand({ pipeline: declaration }));
  const group = { Type: 'AWS::IAM::Group', Properties: { GroupName: 'twice' } };
  const broken = { One: group, Two: { ...group, DependsOn: 'One' } };
  const template = { ...(JSON.parse(TEMPLATE) as object), Resources: broken };
  const id = await push({ ...GOOD, 'template.json': JSON.stringify(template) });
  expect((await pipeline.failure(id, 'Stack')).message).toMatch(
    /^The stack broken is in ROLLBACK_COMPLETE. Two \(AWS::IAM::Group\): .*twice/,
  );
  expect((await pipeline.failure(await pipeline.start(), 'Stack')).message).toContain(
    "'aws cloudformation delete-stack --stack-name broken --region eu-west-1'",
  );
});

test('the service rejects what AWS rejects, with the same codes', async () => {
  const [{ pipelineExecutionId = '' }] = await pipeline.executions();
  const expected = badCommands(pipeline, pipelineExecutionId);
  const found = await Promise.all(
    expected.map(async ([, send]) => (await refusalOf(send(pipeline.client))).split(':')[0]),
  );
  expect(found).toEqual(expected.map(([code]) => code));
});

test('the service leaves no process and no folder of a build when it is closed', async () => {
  const id = await push({ ...GOOD, 'build.sh': 'echo $$ > $CODEBUILD_SRC_DIR/../../../pid; sleep 60' });
  await pipeline.begun(id, 'Synth');
  const pidFile = path.join(rig.directory, 'pid');
  while (!fs.existsSync(pidFile) || !fs.readFileSync(pidFile, 'utf8')) await sleep(50);
  await rig.codePipeline.close();
  expect(fs.readdirSync(path.join(rig.directory, 'builds'))).toEqual([]);
  expect(await hasEnded(pidFile)).toBe(true);
});

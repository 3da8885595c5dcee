import * as cp from '@aws-sdk/client-codepipeline';
import { ACCOUNT, START_TIMEOUT } from '../account/support/open-account';
import { AwsCli } from './support/aws-cli';
import { answer, badRequests, execution, retry } from './support/bad-requests';
import { TestAccount } from './support/test-account';
import { TestPipeline } from './support/test-pipeline';
import { GOOD } from './support/test-source';

jest.setTimeout(60_000);

const NAME = ['--pipeline-name', 'delivery'];

let rig: TestAccount;
let pipeline: TestPipeline;
let aws: AwsCli;

/** Ids of what the tests have made, one after the other, as a user works through a release. */
const ids = { first: '', second: '' };
let head: string;
let usedToken: string;

beforeAll(async () => {
  rig = await TestAccount.start();
  aws = await AwsCli.install(rig);
  head = rig.push(GOOD);
  await rig.completeConnection();
  pipeline = await TestPipeline.create(rig);
  usedToken = await pipeline.token();
}, START_TIMEOUT);
afterAll(() => rig?.stop());

/** Starts with a commit; not by the CLI, of which older versions cannot. */
async function startFrom(revisionValue: string): Promise<string> {
  const revision = { actionName: 'GitHub', revisionType: 'COMMIT_ID', revisionValue } as const;
  const { pipelineExecutionId = '' } = await pipeline.client.send(
    new cp.StartPipelineExecutionCommand({ name: 'delivery', sourceRevisions: [revision] }),
  );
  return pipelineExecutionId;
}

test('the AWS CLI shows pipelines, their state and their executions', async () => {
  const arn = `arn:aws:codepipeline:eu-west-1:${ACCOUNT}:delivery`;
  const [list, one, state, executions, actions] = await Promise.all([
    aws.call<cp.ListPipelinesOutput>('list-pipelines'),
    aws.call<cp.GetPipelineOutput>('get-pipeline', '--name', 'delivery'),
    aws.call<cp.GetPipelineStateOutput>('get-pipeline-state', '--name', 'delivery'),
    aws.call<cp.ListPipelineExecutionsOutput>('list-pipeline-executions', ...NAME),
    aws.call<cp.ListActionExecutionsOutput>('list-action-executions', ...NAME),
  ]);
  expect(list.pipelines).toMatchObject([{ name: 'delivery', version: 1 }]);
  expect(one).toMatchObject({
    pipeline: { ...pipeline.declaration(), version: 1 },
    metadata: { pipelineArn: arn },
  });
  const [source, , deploy] = state.stageStates ?? [];
  expect(source.actionStates?.[0].currentRevision?.revisionId).toBe(head);
  expect(deploy.actionStates?.[1].latestExecution).toMatchObject({ status: 'InProgress', token: usedToken });
  expect(executions.pipelineExecutionSummaries).toMatchObject([
    { status: 'InProgress', trigger: { triggerType: 'CreatePipeline' } },
  ]);
  expect(actions.actionExecutionDetails?.map(({ actionName }) => actionName)).toEqual([
    'Approve',
    'Stack',
    'Synth',
    'GitHub',
  ]);
  ids.first = executions.pipelineExecutionSummaries?.[0].pipelineExecutionId ?? '';
});

test('the AWS CLI approves', async () => {
  await aws.call(...answer(usedToken, 'Approved'));
  expect((await pipeline.ended(ids.first)).status).toBe('Succeeded');
});

test('the AWS CLI starts, stops, retries and stops an execution once more', async () => {
  const started = await aws.call<cp.StartPipelineExecutionOutput>(
    ...['start-pipeline-execution', '--name', 'delivery'],
  );
  ids.second = started.pipelineExecutionId ?? '';
  await pipeline.token();
  const stop = ['stop-pipeline-execution', ...execution(ids.second)];
  await aws.call(...stop, '--abandon', '--reason', 'Not now');
  const stopped = await pipeline.ended(ids.second);
  expect([stopped.status, stopped.stopTrigger]).toEqual(['Stopped', { reason: 'Not now' }]);
  await aws.call(...retry('Deploy', ids.second, 'FAILED_ACTIONS'));
  const token = await pipeline.token();
  await aws.call(...stop);
  expect(await aws.refusal(...stop)).toBe('DuplicatedStopRequestException');
  await aws.call(...answer(token, 'Rejected'));
  expect((await pipeline.ended(ids.second)).status).toBe('Stopped');
});

test('the AWS CLI gets lists in pages', async () => {
  const list = ['list-pipeline-executions', ...NAME];
  const newest = await aws.call<{ NextToken: string } & cp.ListPipelineExecutionsOutput>(
    ...[...list, '--max-items', '1'],
  );
  const [rest, all] = await Promise.all([
    aws.call<cp.ListPipelineExecutionsOutput>(...list, '--starting-token', newest.NextToken),
    aws.call<cp.ListPipelineExecutionsOutput>(...list, '--page-size', '1'),
  ]);
  const found = [newest, rest, all].map(({ pipelineExecutionSummaries = [] }) =>
    pipelineExecutionSummaries.map(({ pipelineExecutionId }) => pipelineExecutionId),
  );
  expect(found).toEqual([[ids.second], [ids.first], [ids.second, ids.first]]);
});

test('the AWS CLI shows the codes with which AWS rejects a request', async () => {
  const failed = await startFrom('0123456789');
  expect(await pipeline.failure(failed, 'GitHub')).toMatchObject({
    code: 'ConfigurationError',
    message: expect.stringMatching(/No commit \[0123456789\] found/) as string,
  });
  await pipeline.start();
  const refusals = badRequests(pipeline, { succeeded: ids.first, outdated: failed, usedToken });
  const found: typeof refusals = [];
  const queue = [...refusals.entries()];
  const work = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [index, [, ...args]] = next;
      found[index] = [await aws.refusal(...args), ...args];
    }
  };
  // As many as two cores can do at a time.
  await Promise.all([work(), work(), work()]);
  expect(found).toEqual(refusals);
});

import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { untilReleased } from '../../../../cli/review/pipeline/earlier-release';
import { AwsRefusal, AwsStub } from '../../shared/aws-stub';

let aws: AwsStub;
beforeAll(async () => {
  aws = await AwsStub.listen();
});
beforeEach(() => {
  aws.calls = [];
});
afterAll(() => aws.close());

/** Lets the pipeline answer so, one answer after the other; the last one stays. A status may be followed by its execution. */
function stages(...answers: readonly Readonly<Record<string, string>>[]): void {
  let asked = 0;
  aws.answers.GetPipelineState = () => {
    const states = answers[Math.min(asked++, answers.length - 1)];
    return {
      stageStates: Object.entries(states).map(([stageName, state]) => {
        const [status, pipelineExecutionId = 'e-1', inbound] = state.split(' ');
        return {
          stageName,
          inboundExecution: inbound && { pipelineExecutionId: inbound, status: 'InProgress' },
          latestExecution: status === '' ? undefined : { status, pipelineExecutionId },
          actionStates: [{ actionName: /^Release(\.1)?$/.test(stageName) ? 'Review' : 'Image50.Deploy' }],
        };
      }),
    };
  };
}

const wait = (maxMilliseconds = 10_000) =>
  untilReleased({
    client: new CodePipelineClient({ maxAttempts: 1 }),
    pipelineName: 'slipway',
    pollMilliseconds: 10,
    maxMilliseconds,
  });

test('the review waits until an earlier commit has gone through the other parts of Release', async () => {
  const own = { 'Release.1': 'InProgress' };
  stages(
    { ...own, 'Release.2': 'InProgress', 'Release.3': 'Succeeded' },
    { ...own, 'Release.2': 'Succeeded', 'Release.3': 'InProgress' },
    { ...own, 'Release.2': 'Succeeded', 'Release.3': 'Stopping' },
    { ...own, 'Release.2': 'Succeeded', 'Release.3': 'Succeeded' },
  );
  expect(await wait()).toEqual([]);
  expect(aws.calls).toHaveLength(4);
});

test('the review waits for a commit that is between two parts of Release', async () => {
  const own = { 'Release.1': 'InProgress e-3' };
  stages(
    { ...own, 'Release.2': 'Succeeded e-1 e-2', 'Release.3': 'Succeeded e-1' },
    { ...own, 'Release.2': 'Succeeded e-2', 'Release.3': 'Succeeded e-1' },
    { ...own, 'Release.2': 'Succeeded e-2', 'Release.3': 'Succeeded e-2' },
  );
  expect(await wait()).toEqual([]);
  expect(aws.calls).toHaveLength(3);
});

test.each<{ what: string; states: Readonly<Record<string, string>> }>([
  { what: 'its own stage', states: { Release: 'InProgress' } },
  { what: 'stages before Release', states: { 'Master.2': 'InProgress', 'Release.1': 'InProgress' } },
  {
    what: 'a part that has failed',
    states: { 'Release.1': 'InProgress', 'Release.2': 'Failed', 'Release.3': 'Succeeded e-0' },
  },
  {
    what: 'a part that is new',
    states: { 'Release.1': 'InProgress', 'Release.2': 'Succeeded', 'Release.3': '' },
  },
])('the review does not wait for $what', async ({ states }) => {
  stages(states);
  expect(await wait()).toEqual([]);
  expect(aws.calls).toHaveLength(1);
});

test('what cannot be waited for is said, and not taken for settled', async () => {
  stages({ 'Release.1': 'InProgress', 'Release.2': 'InProgress' });
  expect(await wait(0)).toEqual([
    { stack: 'the stage Release.2', reason: 'an earlier commit is still on its way through it' },
  ]);
});

test('what the review may not see is said', async () => {
  aws.answers.GetPipelineState = () => {
    throw new AwsRefusal('AccessDeniedException', 'no sight for you');
  };
  expect(await wait()).toEqual([
    { stack: 'the pipeline slipway', reason: 'AccessDeniedException: no sight for you' },
  ]);
});

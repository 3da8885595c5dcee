import { readLiveCommits } from '../../../cli/status/pipeline/live-commits';
import { Executions } from '../../../cli/status/pipeline/executions';
import { StageState } from '@aws-sdk/client-codepipeline';
import { AwsRefusal, AwsStub } from '../shared/aws-stub';
import { healthyAccount, stageStates } from '../shared/healthy-account';

let aws: AwsStub;

beforeAll(async () => {
  aws = await AwsStub.listen();
});
beforeEach(() => {
  healthyAccount(aws);
  aws.answers.GetPipelineExecution = ({ pipelineExecutionId }) => ({
    pipelineExecution: { artifactRevisions: [{ revisionId: `commit of ${String(pipelineExecutionId)}` }] },
  });
});
afterAll(() => aws.close());

/** An execution with the stages that it has begun, and those of them in which all has succeeded. */
interface Past {
  readonly id: string;
  readonly status: string;
  readonly begun: readonly string[];
  readonly through?: readonly string[];
  readonly executionType?: string;
}

/** Executions, newest first. */
function history(...executions: Past[]) {
  aws.answers.ListPipelineExecutions = () => ({
    pipelineExecutionSummaries: executions.map(({ id, ...rest }) => ({ pipelineExecutionId: id, ...rest })),
  });
  aws.answers.ListActionExecutions = ({ filter }) => {
    const { pipelineExecutionId } = filter as { pipelineExecutionId: string };
    const found = executions.find(({ id }) => id === pipelineExecutionId);
    if (!found) throw new AwsRefusal('PipelineExecutionNotFoundException', pipelineExecutionId);
    return { actionExecutionDetails: found.begun.flatMap((stageName) => runsIn(stageName, found)) };
  };
}

/** Runs of a stage's two actions, newest first; where all has succeeded, one of them at the second attempt. */
function runsIn(stageName: string, { through = [] }: Past) {
  const isThrough = through.includes(stageName);
  return [
    { stageName, actionName: 'one', status: isThrough ? 'Succeeded' : 'Abandoned' },
    { stageName, actionName: 'other', status: 'Succeeded' },
    ...(isThrough ? [{ stageName, actionName: 'one', status: 'Failed' }] : []),
  ];
}

const at = (status: string, pipelineExecutionId: string) => ({
  latestExecution: { status, pipelineExecutionId },
});
const OLD = { id: 'old', status: 'Succeeded', begun: ['UpdatePipeline', 'Development', 'Master', 'Release'] };

async function live(changed: Record<string, object>, names?: string[]) {
  const states = stageStates(changed, names) as StageState[];
  return Object.fromEntries(
    (await readLiveCommits(states, new Executions('slipway'))).map(({ stage, ...rest }) => [stage, rest]),
  );
}

test('a stage has the commit that went through it last, and nothing since', async () => {
  expect(await live({})).toEqual(
    Object.fromEntries(
      ['Pipeline', 'Development', 'Master', 'Release'].map((stage) => [stage, { commit: 'commit of e-1' }]),
    ),
  );
  expect(aws.calls.filter(({ operation }) => operation === 'GetPipelineExecution')).toHaveLength(1);
});

test.each(['InProgress', 'Failed', 'Stopped', 'Cancelled'])(
  'Release keeps its commit while a newer one is %s in it',
  async (status) => {
    history({ id: 'e-1', status, begun: ['UpdatePipeline', 'Development', 'Master', 'Release'] }, OLD);
    const { Master, Release } = await live({ Release: at(status, 'e-1') });
    expect(Master).toEqual({ commit: 'commit of e-1' });
    expect(Release).toEqual({ commit: 'commit of old', latest: { status, commit: 'commit of e-1' } });
  },
);

test('Master keeps the commit that has gone on to Release, while a newer one is in it', async () => {
  history(
    { id: 'new', status: 'InProgress', begun: ['Development', 'Master'] },
    { id: 'e-1', status: 'InProgress', begun: ['Development', 'Master', 'Release'] },
    OLD,
  );
  const { Master } = await live({ Master: at('InProgress', 'new'), Release: at('InProgress', 'e-1') });
  expect(Master).toEqual({
    commit: 'commit of e-1',
    latest: { status: 'InProgress', commit: 'commit of new' },
  });
});

test('Master has the commit that waits at the entrance of Release, while a newer one is in it', async () => {
  history(
    { id: 'new', status: 'InProgress', begun: ['Development', 'Master'] },
    { id: 'e-2', status: 'InProgress', begun: ['Development', 'Master'] },
    { id: 'e-1', status: 'InProgress', begun: ['Development', 'Master', 'Release'] },
    OLD,
  );
  const inboundExecution = { pipelineExecutionId: 'e-2', status: 'InProgress' };
  const { Master, Release } = await live({
    Master: at('Failed', 'new'),
    Release: { ...at('InProgress', 'e-1'), inboundExecution },
  });
  expect(Master).toEqual({ commit: 'commit of e-2', latest: { status: 'Failed', commit: 'commit of new' } });
  expect(Release).toEqual({
    commit: 'commit of old',
    latest: { status: 'InProgress', commit: 'commit of e-1' },
  });
});

test.each([
  [
    'has the commit that a change of the pipeline has cancelled at the entrance of Release',
    ['Master'],
    'e-2',
  ],
  ['does not have a commit that was cancelled in it', [], 'e-1'],
])('Master %s', async (_what, through, id) => {
  history(
    { id: 'new', status: 'InProgress', begun: ['Development', 'Master'] },
    { id: 'e-2', status: 'Cancelled', begun: ['Development', 'Master'], through },
    { id: 'e-1', status: 'Cancelled', begun: ['Development', 'Master', 'Release'] },
    OLD,
  );
  const { Master } = await live({ Master: at('InProgress', 'new'), Release: at('Cancelled', 'e-1') });
  expect(Master.commit).toBe(`commit of ${id}`);
});

test('a commit that waits at the entrance of a stage is said there', async () => {
  const inboundExecution = { pipelineExecutionId: 'e-2', status: 'InProgress' };
  const { Release } = await live({ Release: { inboundExecution } });
  expect(Release).toEqual({
    commit: 'commit of e-1',
    latest: { status: 'waits at the entrance', commit: 'commit of e-2' },
  });
});

test('a stage of several parts has the commit that went through all of them', async () => {
  const names = ['UpdatePipeline', 'Development', 'Master', 'Release.1', 'Release.2'];
  history({ id: 'e-1', status: 'InProgress', begun: ['Master', 'Release.1', 'Release.2'] }, OLD);
  const { Release } = await live({ 'Release.2': at('InProgress', 'e-1') }, names);
  expect(Release).toEqual({
    commit: 'commit of old',
    latest: { status: 'InProgress', commit: 'commit of e-1' },
  });
  const { Release: between } = await live({ 'Release.2': at('Succeeded', 'old') }, names);
  expect(between).toEqual({
    commit: 'commit of old',
    latest: { status: 'InProgress', commit: 'commit of e-1' },
  });
});

test('an execution that takes one stage back is none that went through others', async () => {
  history({ id: 'back', status: 'Succeeded', begun: ['Master'], executionType: 'ROLLBACK' }, OLD);
  expect((await live({ Release: at('Failed', 'e-1') })).Release.commit).toBe('commit of old');
});

test('a stage has no commit while none has gone through it', async () => {
  history({ id: 'e-1', status: 'InProgress', begun: ['Development', 'Master', 'Release'] });
  const { Release } = await live({ Release: at('InProgress', 'e-1') });
  expect(Release).toEqual({ latest: { status: 'InProgress', commit: 'commit of e-1' } });
  const { Release: before } = await live({ Release: { latestExecution: undefined } });
  expect(before).toEqual({});
});

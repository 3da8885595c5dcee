import { ManualApprovals } from '../../../../emulators/codepipeline/actions/manual-approval';
import { Clock } from '../../../../emulators/codepipeline/clock';
import { ExecutionOperations } from '../../../../emulators/codepipeline/operations/execution-operations';
import { HistoryOperations } from '../../../../emulators/codepipeline/operations/history-operations';
import { FakePipeline, settle } from '../support/fake-pipeline';

const CALLER = { arn: 'arn:caller', accountId: '123456789012', region: 'eu-west-1' };
const pipelineName = 'pipeline';

function serve() {
  const fake = new FakePipeline({ Source: ['source'], Build: ['one', 'two'] });
  const pipelines = new Map([[pipelineName, fake.pipeline]]);
  const history = new HistoryOperations(pipelines);
  const operations = new ExecutionOperations(pipelines, new ManualApprovals(new Clock()));
  return { fake, history, operations };
}

test('ListPipelineExecutions lists the executions that have succeeded in a stage', async () => {
  const { fake, history } = serve();
  const executions = [];
  for (const failure of [undefined, 'broken']) {
    executions.push(await fake.start());
    await fake.end('source');
    await fake.end('one');
    await fake.end('two', failure);
  }
  const succeededIn = (stageName: string) => {
    const request = { pipelineName, filter: { succeededInStage: { stageName } } };
    const { pipelineExecutionSummaries = [] } = history.ListPipelineExecutions(request, CALLER);
    return pipelineExecutionSummaries.map(({ pipelineExecutionId }) => pipelineExecutionId);
  };
  expect(succeededIn('Source')).toEqual([executions[1].id, executions[0].id]);
  expect(succeededIn('Build')).toEqual([executions[0].id]);
  expect(succeededIn('Nowhere')).toEqual([]);
});

test("ListActionExecutions lists all runs of an execution's actions, or the latest of each", async () => {
  const { fake, history } = serve();
  const execution = await fake.start();
  await fake.end('source');
  await fake.end('one', 'broken');
  await fake.end('two');
  fake.pipeline.retry(execution, 'Build', 'FAILED_ACTIONS');
  await settle();
  await fake.end('one');
  const runs = (startTimeRange: 'All' | 'Latest') => {
    const latestInPipelineExecution = { pipelineExecutionId: execution.id, startTimeRange };
    const { actionExecutionDetails = [] } = history.ListActionExecutions(
      { pipelineName, filter: { latestInPipelineExecution } },
      CALLER,
    );
    return actionExecutionDetails.map(({ actionName, status }) => `${actionName} ${status}`);
  };
  expect(runs('All')).toEqual(['one Succeeded', 'two Succeeded', 'one Failed', 'source Succeeded']);
  expect(runs('Latest')).toEqual(['one Succeeded', 'two Succeeded', 'source Succeeded']);
});

test('StartPipelineExecution starts one execution for a call that is repeated with its token', () => {
  const { fake, operations } = serve();
  const start = (clientRequestToken?: string) =>
    operations.StartPipelineExecution({ name: pipelineName, clientRequestToken }, CALLER).pipelineExecutionId;
  expect(start('a')).toBe(start('a'));
  expect(start('b')).not.toBe(start('a'));
  expect(start()).not.toBe(start());
  expect(fake.pipeline.executions).toHaveLength(4);
});

test('GetPipelineExecution shows the variables that an execution was started with', () => {
  const { fake, history, operations } = serve();
  Object.assign(fake.pipeline.declaration, { variables: [{ name: 'Kind', defaultValue: 'good' }] });
  const { pipelineExecutionId = '' } = operations.StartPipelineExecution(
    { name: pipelineName, variables: [{ name: 'Kind', value: 'better' }] },
    CALLER,
  );
  const { pipelineExecution } = history.GetPipelineExecution({ pipelineName, pipelineExecutionId }, CALLER);
  expect(pipelineExecution?.variables).toEqual([{ name: 'Kind', resolvedValue: 'better' }]);
});

import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { History } from '../../../../emulators/codepipeline/views/history';
import { declare, FakePipeline } from '../support/fake-pipeline';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'history-'));
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const TWO = { Source: ['source'], Build: ['build'] };

/** Keeps the history of a pipeline as the service does. */
function keep(history: History, fake = new FakePipeline(TWO)): FakePipeline {
  history.keep(fake.pipeline);
  fake.events.on('change', () => history.write());
  return fake;
}

function read<T>(name: string): T {
  return JSON.parse(fs.readFileSync(path.join(folder, 'pipeline', name), 'utf8')) as T;
}

/** Ids and statuses of the executions that are written down. */
function executions(): (string | undefined)[][] {
  const written = read<{ pipelineExecutionSummaries: Record<string, string>[] }>('executions.json');
  return written.pipelineExecutionSummaries.map(({ pipelineExecutionId, status }) => [
    pipelineExecutionId,
    status,
  ]);
}

function actions(id: string): (string | undefined)[][] {
  const written = read<{ actionExecutionDetails: Record<string, string>[] }>(`${id}.json`);
  return written.actionExecutionDetails.map(({ actionName, status }) => [actionName, status]);
}

test('the history has each execution with its actions, newest first, once it has ended', async () => {
  const fake = keep(new History(folder));
  const first = await fake.start();
  await fake.end('source');
  expect(fs.existsSync(path.join(folder, 'pipeline'))).toBe(false);
  await fake.end('build', 'no disk');
  const second = await fake.start();
  await fake.end('source');
  await fake.end('build');
  expect(executions()).toEqual([
    [second.id, 'Succeeded'],
    [first.id, 'Failed'],
  ]);
  expect(actions(first.id)).toEqual([
    ['build', 'Failed'],
    ['source', 'Succeeded'],
  ]);
  const [{ startTime }] = read<{ actionExecutionDetails: { startTime: string }[] }>(
    `${second.id}.json`,
  ).actionExecutionDetails;
  expect(startTime).toMatch(/^\d{4}-\d\d-\d\dT/);
  expect(fs.readdirSync(path.join(folder, 'pipeline')).sort()).toEqual(
    ['executions.json', `${first.id}.json`, `${second.id}.json`].sort(),
  );
});

test('the history is written again when an action ends after its execution', async () => {
  const fake = keep(new History(folder));
  const first = await fake.start();
  await fake.end('source');
  fake.pipeline.update(declare(TWO));
  expect(actions(first.id)[0]).toEqual(['build', 'InProgress']);
  await fake.end('build');
  expect(actions(first.id)[0]).toEqual(['build', 'Succeeded']);
  expect(executions()).toEqual([[first.id, 'Cancelled']]);
});

test('the history goes on when a pipeline is deleted and created again', async () => {
  const history = new History(folder);
  const old = keep(history);
  const first = await old.start();
  await old.end('source', 'no connection');
  const fake = keep(history);
  const second = await fake.start();
  await fake.end('source', 'no connection');
  expect(executions().map(([id]) => id)).toEqual([second.id, first.id]);
});

test('the history replaces a file as a whole: a reader of the old one reads on', async () => {
  const fake = keep(new History(folder));
  await fake.start();
  await fake.end('source', 'no connection');
  const file = path.join(folder, 'pipeline', 'executions.json');
  const before = fs.readFileSync(file, 'utf8');
  const reader = fs.openSync(file, 'r');
  await fake.start();
  await fake.end('source', 'no connection');
  expect(fs.readFileSync(reader, 'utf8')).toBe(before);
  fs.closeSync(reader);
  expect(executions()).toHaveLength(2);
});

test('the history writes nothing outside its folder, whatever the name of the pipeline', async () => {
  const inner = path.join(folder, 'inner');
  const fake = new FakePipeline(TWO);
  Object.assign(fake.pipeline.declaration, { name: '..' });
  keep(new History(inner), fake);
  await fake.start();
  await fake.end('source', 'no connection');
  expect(fs.readdirSync(folder)).toEqual(['inner']);
  expect(fs.readdirSync(inner)).toEqual(['%2E%2E']);
});

import { stageStates } from '../../../../emulators/codepipeline/views/pipeline-state';
import { declare, FakePipeline, settle } from '../support/fake-pipeline';

const THREE = { Source: ['source'], Build: ['build'], Deploy: ['deploy'] };

/** The new structure of a pipeline. */
const OTHER = declare({ Source: ['source'], Build: ['build'], Other: ['other'] });

test('an update cancels the executions that run and that wait', async () => {
  const fake = new FakePipeline(THREE);
  const first = await fake.start();
  await fake.end('source');
  const second = await fake.start();
  await fake.end('source');
  fake.pipeline.update(OTHER);
  await settle();
  expect([first.status, second.status]).toEqual(['Cancelled', 'Cancelled']);
  expect(fake.pipeline.version).toBe(2);
});

test('an update lets the actions that run be completed, and nothing follow them', async () => {
  const fake = new FakePipeline({ Source: ['source'], Build: ['one', 'two', 'late:2'], Deploy: ['deploy'] });
  const first = await fake.start();
  await fake.end('source');
  fake.pipeline.update(declare(THREE));
  await fake.end('one');
  await fake.end('two', 'broken');
  const statuses = ['one', 'two', 'late'].map((name) => first.latest('Build', name)?.status);
  expect(statuses).toEqual(['Succeeded', 'Failed', undefined]);
  expect(first.status).toBe('Cancelled');
  expect(fake.begun).not.toContain('deploy');
});

test('an update shows the stage that was not completed as Cancelled', async () => {
  const fake = new FakePipeline(THREE);
  const first = await fake.start();
  await fake.end('source');
  fake.pipeline.update(OTHER);
  const shown = () => stageStates(fake.pipeline).map(({ latestExecution }) => latestExecution?.status);
  expect(shown()).toEqual(['Succeeded', 'Cancelled', undefined]);
  await fake.end('build');
  expect(shown()).toEqual(['Succeeded', 'Cancelled', undefined]);
  expect(first.latest('Build', 'build')?.status).toBe('Succeeded');
});

test('an update keeps a stage locked until its actions are completed', async () => {
  const fake = new FakePipeline(THREE);
  await fake.start();
  await fake.end('source');
  fake.pipeline.update(OTHER);
  const second = await fake.start();
  await fake.end('source');
  expect(second.latest('Build', 'build')).toBeUndefined();
  await fake.end('build');
  expect(second.latest('Build', 'build')?.status).toBe('InProgress');
});

test('an update withdraws an approval that waits, so that the next execution can ask again', async () => {
  const fake = new FakePipeline({ Source: ['source'], Release: ['approve', 'deploy:2'] });
  const first = await fake.start();
  await fake.end('source');
  fake.pipeline.update(declare({ Source: ['source'], Release: ['approve', 'deploy:2'] }));
  await settle();
  expect(first.latest('Release', 'approve')).toMatchObject({ status: 'Abandoned', token: undefined });
  const second = await fake.start();
  await fake.end('source');
  // The first answer is to the request that was withdrawn.
  await fake.end('approve');
  expect(fake.begun).not.toContain('deploy');
  await fake.end('approve');
  await fake.end('deploy');
  expect([first.status, second.status]).toEqual(['Cancelled', 'Succeeded']);
});

test('an update gives the next execution the new structure', async () => {
  const fake = new FakePipeline(THREE);
  await fake.start();
  await fake.end('source');
  fake.pipeline.update(OTHER);
  const second = await fake.start();
  await fake.end('build');
  await fake.end('source');
  await fake.end('build');
  await fake.end('other');
  expect([second.status, second.version]).toEqual(['Succeeded', 2]);
  expect(fake.begun).not.toContain('deploy');
});

test('an update leaves what has ended as it ended', async () => {
  const fake = new FakePipeline(THREE);
  const first = await fake.start();
  await fake.end('source', 'no connection');
  fake.pipeline.update(declare(THREE));
  expect(first.status).toBe('Failed');
});

test('a deletion ends what an update has left running', async () => {
  const fake = new FakePipeline(THREE);
  const first = await fake.start();
  await fake.end('source');
  fake.pipeline.update(OTHER);
  fake.pipeline.end('The pipeline was deleted');
  expect(first.latest('Build', 'build')?.status).toBe('Abandoned');
});

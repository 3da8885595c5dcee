import { FakePipeline, settle } from '../support/fake-pipeline';

const THREE = { Source: ['source'], Build: ['build'], Deploy: ['deploy'] };

describe('stages and actions', () => {
  test('run one after the other', async () => {
    const fake = new FakePipeline(THREE);
    const execution = await fake.start();
    expect(fake.begun).toEqual(['source']);
    await fake.end('source');
    expect(fake.begun).toEqual(['source', 'build']);
    await fake.end('build');
    await fake.end('deploy');
    expect(execution.status).toBe('Succeeded');
  });

  test('of one run order run in parallel, of the next one after all of them', async () => {
    const fake = new FakePipeline({ Source: ['source'], Deploy: ['late:7', 'one:1', 'two'] });
    await fake.start();
    await fake.end('source');
    expect(fake.names()).toEqual(['one', 'two']);
    await fake.end('two');
    expect(fake.names()).toEqual(['one']);
    await fake.end('one');
    expect(fake.names()).toEqual(['late']);
  });

  test('end with a failure once the parallel ones have ended', async () => {
    const fake = new FakePipeline({ Source: ['source'], Build: ['one', 'two'], Deploy: ['deploy'] });
    const execution = await fake.start();
    await fake.end('source');
    await fake.end('one', 'no disk');
    expect(execution.status).toBe('InProgress');
    await fake.end('two');
    expect(execution.status).toBe('Failed');
    expect(execution.latest('Build', 'one')?.error).toEqual({ code: 'JobFailed', message: 'no disk' });
    expect(execution.latest('Build', 'two')?.status).toBe('Succeeded');
    expect(fake.begun).not.toContain('deploy');
  });
});

describe('a stage that is occupied', () => {
  test('lets an execution in once the one before has left, while that runs elsewhere', async () => {
    const fake = new FakePipeline(THREE);
    const first = await fake.start();
    await fake.end('source');
    const second = await fake.start();
    await fake.end('source');
    expect(fake.names()).toEqual(['build']);
    expect(fake.pipeline.gate('Build').inbound).toBe(second);
    await fake.end('build');
    expect(fake.names()).toEqual(['deploy', 'build']);
    expect([first.status, second.status]).toEqual(['InProgress', 'InProgress']);
  });

  test('supersedes the execution that waits by the newest', async () => {
    const fake = new FakePipeline(THREE);
    const first = await fake.start();
    await fake.end('source');
    const second = await fake.start();
    await fake.end('source');
    const third = await fake.start();
    await fake.end('source');
    expect([first.status, second.status, third.status]).toEqual(['InProgress', 'Superseded', 'InProgress']);
    await fake.end('build');
    await fake.end('deploy');
    await fake.end('build');
    await fake.end('deploy');
    expect([first.status, second.status, third.status]).toEqual(['Succeeded', 'Superseded', 'Succeeded']);
    expect(second.latest('Build', 'build')).toBeUndefined();
  });

  test('lets the execution that waits in when the one inside fails', async () => {
    const fake = new FakePipeline(THREE);
    const first = await fake.start();
    await fake.end('source');
    const second = await fake.start();
    await fake.end('source');
    await fake.end('build', 'broken');
    expect(first.status).toBe('Failed');
    expect(second.latest('Build', 'build')?.status).toBe('InProgress');
  });

  test('forgets an execution that is stopped while it waits', async () => {
    const fake = new FakePipeline(THREE);
    await fake.start();
    await fake.end('source');
    const second = await fake.start();
    await fake.end('source');
    fake.pipeline.stop(second, false, 'not wanted');
    await settle();
    expect(second.status).toBe('Stopped');
    await fake.end('build');
    expect(fake.names()).toEqual(['deploy']);
    const third = await fake.start();
    await fake.end('source');
    expect(third.latest('Build', 'build')?.status).toBe('InProgress');
  });
});

describe('a stop', () => {
  test('waits for the actions that run, and starts no more', async () => {
    const fake = new FakePipeline({ Source: ['source'], Build: ['one', 'two:2'] });
    const execution = await fake.start();
    await fake.end('source');
    fake.pipeline.stop(execution, false, 'wrong commit');
    expect(execution.status).toBe('Stopping');
    await fake.end('one');
    expect(execution).toMatchObject({ status: 'Stopped', statusSummary: 'wrong commit' });
    expect(execution.latest('Build', 'one')?.status).toBe('Succeeded');
    expect(fake.begun).not.toContain('two');
  });

  test('abandons the actions that run when told to, and frees the stage', async () => {
    const fake = new FakePipeline(THREE);
    const first = await fake.start();
    await fake.end('source');
    fake.pipeline.stop(first, true, 'wrong commit');
    await settle();
    expect(first.status).toBe('Stopped');
    expect(first.latest('Build', 'build')?.status).toBe('Abandoned');
    const second = await fake.start();
    await fake.end('source');
    expect(second.latest('Build', 'build')?.status).toBe('InProgress');
  });
});

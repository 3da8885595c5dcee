import { declare, FakePipeline, settle } from '../support/fake-pipeline';

describe('a retry', () => {
  /** An execution whose Build has failed: `one` did well, `two` did not. */
  async function failed() {
    const fake = new FakePipeline({
      Source: ['source'],
      Build: ['one', 'two', 'three:2'],
      Deploy: ['deploy'],
    });
    const execution = await fake.start();
    await fake.end('source');
    await fake.end('one');
    await fake.end('two', 'broken');
    return { fake, execution };
  }

  test('goes on from the failed actions', async () => {
    const { fake, execution } = await failed();
    fake.pipeline.retry(execution, 'Build', 'FAILED_ACTIONS');
    await settle();
    expect(execution.status).toBe('InProgress');
    expect(fake.names()).toEqual(['two']);
    await fake.end('two');
    await fake.end('three');
    await fake.end('deploy');
    expect(execution.status).toBe('Succeeded');
  });

  test('repeats all actions of the stage when told to', async () => {
    const { fake, execution } = await failed();
    fake.pipeline.retry(execution, 'Build', 'ALL_ACTIONS');
    await settle();
    expect(fake.names()).toEqual(['one', 'two']);
  });

  test('begins the failed actions again while parallel ones go on, and waits for all of them', async () => {
    const fake = new FakePipeline({ Source: ['source'], Build: ['one', 'two', 'late:2'] });
    const execution = await fake.start();
    await fake.end('source');
    await fake.end('one', 'broken');
    expect(execution.status).toBe('InProgress');
    fake.pipeline.retry(execution, 'Build', 'FAILED_ACTIONS');
    await settle();
    expect(fake.names()).toEqual(['two', 'one']);
    await fake.end('two');
    expect(fake.begun).not.toContain('late');
    await fake.end('one');
    await fake.end('late');
    expect(execution.status).toBe('Succeeded');
  });

  test.each(['FAILED_ACTIONS', 'ALL_ACTIONS'] as const)(
    'of %s is rejected while the stage is being retried',
    async (mode) => {
      const { fake, execution } = await failed();
      fake.pipeline.retry(execution, 'Build', 'FAILED_ACTIONS');
      await settle();
      expect(() => fake.pipeline.retry(execution, 'Build', mode)).toThrow(
        expect.objectContaining({ code: 'StageNotRetryableException' }) as Error,
      );
    },
  );

  test('of all actions is rejected while one is in progress', async () => {
    const fake = new FakePipeline({ Source: ['source'], Build: ['one', 'two'] });
    const execution = await fake.start();
    await fake.end('source');
    await fake.end('one', 'broken');
    expect(() => fake.pipeline.retry(execution, 'Build', 'ALL_ACTIONS')).toThrow(
      expect.objectContaining({ code: 'StageNotRetryableException' }) as Error,
    );
  });

  test('is rejected when the pipeline was changed since', async () => {
    const { fake, execution } = await failed();
    fake.pipeline.update(declare({ Source: ['source'], Build: ['one', 'two', 'three:2'] }));
    expect(() => fake.pipeline.retry(execution, 'Build', 'FAILED_ACTIONS')).toThrow(
      expect.objectContaining({
        code: 'StageNotRetryableException',
        message: expect.stringMatching(/changed since this execution/) as string,
      }) as Error,
    );
  });

  test('is rejected for a stage that has not failed', async () => {
    const { fake, execution } = await failed();
    expect(() => fake.pipeline.retry(execution, 'Source', 'FAILED_ACTIONS')).toThrow(
      expect.objectContaining({ code: 'StageNotRetryableException' }) as Error,
    );
  });

  test('is rejected for a stage that has failed and was retried successfully', async () => {
    const { fake, execution } = await failed();
    fake.pipeline.retry(execution, 'Build', 'FAILED_ACTIONS');
    await settle();
    await fake.end('two');
    await fake.end('three');
    await fake.end('deploy', 'broken as well');
    expect(() => fake.pipeline.retry(execution, 'Build', 'FAILED_ACTIONS')).toThrow(
      expect.objectContaining({ code: 'StageNotRetryableException' }) as Error,
    );
  });

  test('is rejected for a stage that a newer execution has entered', async () => {
    const { fake, execution } = await failed();
    await fake.start();
    await fake.end('source');
    expect(() => fake.pipeline.retry(execution, 'Build', 'FAILED_ACTIONS')).toThrow(
      expect.objectContaining({ code: 'NotLatestPipelineExecutionException' }) as Error,
    );
  });

  test('of an execution that was stopped goes on from the actions that were abandoned', async () => {
    const fake = new FakePipeline({ Source: ['source'], Build: ['build'], Deploy: ['deploy'] });
    const execution = await fake.start();
    await fake.end('source');
    fake.pipeline.stop(execution, true, 'wait');
    await settle();
    fake.pipeline.retry(execution, 'Build', 'FAILED_ACTIONS');
    await settle();
    expect(execution.cancellation.signal.aborted).toBe(false);
    await fake.end('build');
    await fake.end('build');
    await fake.end('deploy');
    expect(execution.status).toBe('Succeeded');
  });
});

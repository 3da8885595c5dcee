import { FakePipeline } from '../support/fake-pipeline';

/** A pipeline with an approval before its deployment. */
const WITH_APPROVAL = { Source: ['source'], Release: ['approve', 'deploy:2'] };

describe('a push while an approval waits, and another one after it', () => {
  async function pushThreeTimes() {
    const fake = new FakePipeline(WITH_APPROVAL);
    const executions = [];
    for (let pushes = 0; pushes < 3; pushes++) {
      executions.push(await fake.start());
      await fake.end('source');
    }
    return { fake, executions };
  }

  test('supersedes the one in between, and leaves the approval as it is', async () => {
    const { fake, executions } = await pushThreeTimes();
    expect(executions.map(({ status }) => status)).toEqual(['InProgress', 'Superseded', 'InProgress']);
    expect(fake.pipeline.gate('Release')).toMatchObject({ latest: executions[0], inbound: executions[2] });
    expect(fake.names()).toEqual(['approve']);
  });

  test('deploys what was approved, and then asks for the newest', async () => {
    const { fake, executions } = await pushThreeTimes();
    await fake.end('approve');
    expect(fake.names()).toEqual(['deploy']);
    expect(executions[0].latest('Release', 'deploy')?.status).toBe('InProgress');
    await fake.end('deploy');
    expect(executions[0].status).toBe('Succeeded');
    expect(executions[2].latest('Release', 'approve')?.status).toBe('InProgress');
    expect(executions[1].latest('Release', 'approve')).toBeUndefined();
    await fake.end('approve');
    await fake.end('deploy');
    expect(executions.map(({ status }) => status)).toEqual(['Succeeded', 'Superseded', 'Succeeded']);
  });

  test('asks for the newest after a rejection, and the rejected one cannot be retried then', async () => {
    const { fake, executions } = await pushThreeTimes();
    await fake.end('approve', 'Rejected');
    expect(executions[0].status).toBe('Failed');
    expect(fake.names()).toEqual(['approve']);
    expect(() => fake.pipeline.retry(executions[0], 'Release', 'FAILED_ACTIONS')).toThrow(
      expect.objectContaining({ code: 'NotLatestPipelineExecutionException' }) as Error,
    );
  });
});

import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { StopPipelineExecutionCommand, UpdatePipelineCommand } from '@aws-sdk/client-codepipeline';
import { followRelease, Release } from '../../../rehearsal/observe/pipeline/follow-release';
import { Pipeline } from '../../../rehearsal/observe/pipeline/pipeline';
import { Approve, askAtTerminal } from '../../../rehearsal/runner/approve';
import { Progress } from '../../../rehearsal/runner/progress';
import { START_TIMEOUT } from '../../emulators/account/support/open-account';
import { TestAccount } from '../../emulators/codepipeline/support/test-account';
import { TestPipeline } from '../../emulators/codepipeline/support/test-pipeline';
import { GOOD } from '../../emulators/codepipeline/support/test-source';

jest.setTimeout(60_000);

const MINUTES_OF_A_WEEK = 10_080;
const ANSWERS_HERE = 'at the terminal';
const REVIEW = 'Release: Developers gain Write';

let rig: TestAccount;
let pipeline: TestPipeline;

beforeAll(async () => {
  rig = await TestAccount.start();
  await rig.completeConnection();
  rig.push(GOOD);
  pipeline = await TestPipeline.create(rig);
  // Else the execution of the pipeline's creation might take the commit of the first test as well.
  await pipeline.answer(await pipeline.token(), 'Approved', 'the first');
  for (const { pipelineExecutionId } of await pipeline.executions())
    await pipeline.ended(pipelineExecutionId ?? '');
}, START_TIMEOUT);
afterAll(() => rig?.stop());

/** A release whose approval is asked for at a terminal. */
class AskedRelease {
  readonly progress = new Progress(false);
  readonly ended: Promise<Release>;
  readonly commit = rig.push({ ...GOOD, 'changed.txt': `${Date.now()}` });

  /** What the user has seen of the question. */
  shown = '';

  private readonly input = new PassThrough();

  constructor(approve?: Approve) {
    const output = new PassThrough().on('data', (chunk: Buffer) => (this.shown += chunk.toString()));
    this.ended = followRelease({
      commit: this.commit,
      progress: this.progress,
      pipeline: new Pipeline(rig.account, rig.account.root, pipeline.name),
      approver: {
        answer: ({ token }, decision) => pipeline.answer(token, decision, ANSWERS_HERE),
        readReview: () => Promise.resolve(REVIEW),
      },
      approve: approve ?? askAtTerminal({ input: this.input, output }),
      shown: new Set(),
      buildLog: (id) => rig.codePipeline.buildLog(id),
    });
  }

  enter(text: string): void {
    this.input.write(text);
  }

  end(): void {
    this.input.end();
  }

  /** Waits until the user has seen something. */
  async sees(words: string): Promise<void> {
    for (let looks = 0; !this.shown.includes(words); looks++) {
      if (looks > 400) throw new Error(`the user sees ${JSON.stringify(this.shown)}, expected ${words}`);
      await sleep(50);
    }
  }

  /** Titles of the steps. */
  titles(): string[] {
    return this.progress.take().map(({ title }) => title);
  }

  async summary(): Promise<string | undefined> {
    const action = await pipeline.action(await pipeline.executionOf(this.commit), 'Approve');
    return action?.output?.executionResult?.externalExecutionSummary;
  }
}

test('a release is approved at the terminal, after a slip', async () => {
  const release = new AskedRelease();
  await release.sees(REVIEW);
  await release.sees('Approve? (yes/no)');
  expect(release.shown).toContain(`Release ${release.commit}, a good build?`);
  release.enter('maybe\n');
  await release.sees("'maybe' is neither yes nor no");
  expect(await release.summary()).toBeUndefined();
  release.enter('yes\n');
  expect(await release.ended).toMatchObject({ status: 'Succeeded', decision: 'Approved' });
  expect(await release.summary()).toBe(ANSWERS_HERE);
});

test('a release whose question gets no answer waits, and can still be answered', async () => {
  const release = new AskedRelease();
  await release.sees('Approve? (yes/no)');
  release.end();
  const { status, decision, approval } = await release.ended;
  expect([status, decision]).toEqual(['InProgress', undefined]);
  await pipeline.answer(approval?.token ?? '', 'Approved', 'later');
  expect((await pipeline.ended(approval?.executionId ?? '')).status).toBe('Succeeded');
});

test.each([
  ['Approved', 'Succeeded'],
  ['Rejected', 'Failed'],
] as const)(
  'the question is withdrawn when another approver has %s, and the release goes on',
  async (decision, status) => {
    const release = new AskedRelease();
    await release.sees('Approve? (yes/no)');
    release.enter('ye');
    await pipeline.answer(await pipeline.token(), decision, 'elsewhere');
    expect(await release.ended).toMatchObject({ status, decision, failures: [] });
    expect(release.shown).toMatch(/\(yes\/no\) \n$/);
    expect(release.titles()).toContain(`${decision} meanwhile by root`);
    expect(await release.summary()).toBe('elsewhere');
  },
);

test('an answer that comes after that of another approver does not count', async () => {
  const release = new AskedRelease(async (approval) => {
    await pipeline.answer(approval.token, 'Rejected', 'elsewhere');
    await pipeline.ended(approval.executionId);
    return 'Approved';
  });
  expect(await release.ended).toMatchObject({ status: 'Failed', decision: 'Rejected' });
});

test('the question is withdrawn when the approval is not answered in time', async () => {
  const release = new AskedRelease();
  await release.sees('Approve? (yes/no)');
  rig.clock.advance(MINUTES_OF_A_WEEK * 60_000);
  const { status, decision, failures } = await release.ended;
  expect([status, decision]).toEqual(['Failed', undefined]);
  expect(failures[0].message).toContain('was not answered within');
  expect(release.titles()).toContain('The approval waits no longer');
});

test('the question is withdrawn when the execution is stopped', async () => {
  const release = new AskedRelease();
  await release.sees('Approve? (yes/no)');
  const pipelineExecutionId = await pipeline.executionOf(release.commit);
  const stop = { pipelineName: pipeline.name, pipelineExecutionId, abandon: true };
  await pipeline.client.send(new StopPipelineExecutionCommand(stop));
  const { status, decision } = await release.ended;
  expect([status, decision]).toEqual(['Stopped', undefined]);
});

test('a pipeline that changes itself takes the question with it', async () => {
  const release = new AskedRelease();
  await release.sees('Approve? (yes/no)');
  await pipeline.client.send(new UpdatePipelineCommand({ pipeline: pipeline.declaration() }));
  const { status, decision } = await release.ended;
  expect([status, decision]).toEqual(['Cancelled', undefined]);
});

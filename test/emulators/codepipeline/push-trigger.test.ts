import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AwsAccess } from '../../../emulators/codepipeline/aws/aws-access';
import { PushTrigger } from '../../../emulators/codepipeline/source/push-trigger';
import { FakePipeline } from './support/fake-pipeline';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'push-trigger-'));
const ARN = 'arn:aws:codeconnections:eu-west-1:123456789012:connection/1';
const MILLISECONDS = 10;

/** Long enough for the trigger to look a few times, on a busy machine too. */
const A_WHILE = 500;

let trigger: PushTrigger | undefined;
afterEach(() => trigger?.close());
afterAll(() => fs.rmSync(folder, { recursive: true }));
beforeAll(() => {
  git('init', '--quiet', '--initial-branch=master');
  push();
});

function git(...args: string[]): void {
  const who = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
  const options = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];
  execFileSync('git', [...options, ...args], { cwd: folder, env: { PATH: process.env.PATH, ...who } });
}

function push(): void {
  git('commit', '--quiet', '--allow-empty', '--message=change');
}

/** An account whose connection has that status; a function is asked each time. */
function accountWith(status: () => string): AwsAccess {
  const handle = () => {
    const body = JSON.stringify({ Connection: { ConnectionStatus: status() } });
    return Promise.resolve({ response: { statusCode: 200, body: Readable.from([body]) } });
  };
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const sdk = () => ({
    endpoint: 'https://127.0.0.1',
    region: 'eu-west-1',
    credentials,
    requestHandler: { handle },
  });
  return { accountId: '123456789012', region: 'eu-west-1', sdk, env: () => ({}) } as unknown as AwsAccess;
}

/** Watches a pipeline of that source, once it has seen where the branch stands. */
async function watch(status: () => string, source: Record<string, string> = {}) {
  const fake = new FakePipeline({ Source: ['source'], Build: ['build'] });
  const configuration = { BranchName: 'master', ConnectionArn: ARN, FullRepositoryId: 'o/r', ...source };
  Object.assign(fake.pipeline.declaration.stages?.[0]?.actions?.[0] ?? {}, { configuration });
  trigger = new PushTrigger(new Map([['pipeline', fake.pipeline]]), () => folder);
  trigger.watch(accountWith(status), MILLISECONDS);
  await sleep(A_WHILE);
  expect(fake.pipeline.executions).toEqual([]);
  return fake.pipeline;
}

test('starts the pipeline once for a push to its branch', async () => {
  const pipeline = await watch(() => 'AVAILABLE');
  push();
  await sleep(A_WHILE);
  expect(pipeline.executions.map((execution) => execution.trigger)).toEqual([
    { triggerType: 'WebhookV2', triggerDetail: ARN },
  ]);
});

test('does not notice a push before the handshake, nor later', async () => {
  let status = 'PENDING';
  const pipeline = await watch(() => status);
  push();
  await sleep(A_WHILE);
  status = 'AVAILABLE';
  await sleep(A_WHILE);
  expect(pipeline.executions).toEqual([]);
  push();
  await sleep(A_WHILE);
  expect(pipeline.executions).toHaveLength(1);
});

test('leaves alone what does not ask for it', async () => {
  const pipeline = await watch(() => 'AVAILABLE', { DetectChanges: 'false' });
  push();
  await sleep(A_WHILE);
  expect(pipeline.executions).toEqual([]);
});

test('goes on looking when the account did not answer', async () => {
  let failures = 1;
  const pipeline = await watch(() => {
    if (failures-- > 0) throw new Error('connect ECONNREFUSED');
    return 'AVAILABLE';
  });
  push();
  await sleep(A_WHILE);
  push();
  await sleep(A_WHILE);
  expect(pipeline.executions.length).toBeGreaterThan(0);
});

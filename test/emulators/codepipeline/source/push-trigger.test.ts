import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AwsAccess } from '../../../../emulators/codepipeline/aws/aws-access';
import { PushTrigger } from '../../../../emulators/codepipeline/source/push-trigger';
import { FakePipeline } from '../support/fake-pipeline';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'push-trigger-'));
const ARN = 'arn:aws:codeconnections:eu-west-1:123456789012:connection/1';

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

/** A pipeline of that source, whose trigger has seen where the branch stands; `look` makes it look again. */
async function watch(status: () => string, source: Record<string, string> = {}) {
  const fake = new FakePipeline({ Source: ['source'], Build: ['build'] });
  const configuration = { BranchName: 'master', ConnectionArn: ARN, FullRepositoryId: 'o/r', ...source };
  Object.assign(fake.pipeline.declaration.stages?.[0]?.actions?.[0] ?? {}, { configuration });
  const trigger = new PushTrigger(new Map([['pipeline', fake.pipeline]]), () => folder);
  const look = () => trigger.look(accountWith(status));
  await look();
  expect(fake.pipeline.executions).toEqual([]);
  return { pipeline: fake.pipeline, look, trigger };
}

test('a push starts the pipeline of its branch once', async () => {
  const { look, pipeline } = await watch(() => 'AVAILABLE');
  push();
  await look();
  await look();
  expect(pipeline.executions.map((execution) => execution.trigger)).toEqual([
    { triggerType: 'WebhookV2', triggerDetail: ARN },
  ]);
});

test('a push is noticed after git has packed the references, too', async () => {
  const { look, pipeline } = await watch(() => 'AVAILABLE');
  git('pack-refs', '--all');
  await look();
  expect(pipeline.executions).toEqual([]);
  push();
  git('pack-refs', '--all');
  await look();
  expect(pipeline.executions).toHaveLength(1);
});

test('git is not started while nothing moves in the repository', async () => {
  const { look, pipeline } = await watch(() => 'AVAILABLE');
  const before = process.env.PATH;
  const bin = fs.mkdtempSync(path.join(folder, 'bin-'));
  fs.writeFileSync(path.join(bin, 'git'), '#!/bin/sh\necho started >> "$0.calls"\n', { mode: 0o755 });
  const calls = path.join(bin, 'git.calls');
  process.env.PATH = bin;
  await look();
  expect(fs.existsSync(calls)).toBe(false);
  process.env.PATH = before;
  push();
  process.env.PATH = bin;
  await look();
  process.env.PATH = before;
  expect(fs.existsSync(calls)).toBe(true);
  expect(pipeline.executions).toEqual([]);
});

test('a push while the connection is pending is not noticed, nor later', async () => {
  let status = 'PENDING';
  const { look, pipeline } = await watch(() => status);
  push();
  await look();
  status = 'AVAILABLE';
  await look();
  expect(pipeline.executions).toEqual([]);
  push();
  await look();
  expect(pipeline.executions).toHaveLength(1);
});

test('a push does not start a pipeline whose source does not detect changes', async () => {
  const { look, pipeline } = await watch(() => 'AVAILABLE', { DetectChanges: 'false' });
  push();
  await look();
  expect(pipeline.executions).toEqual([]);
});

test('a push is noticed though the account did not answer at first', async () => {
  let failures = 1;
  const { look, pipeline } = await watch(() => {
    if (failures-- > 0) throw new Error('connect ECONNREFUSED');
    return 'AVAILABLE';
  });
  push();
  await look();
  expect(pipeline.executions).toEqual([]);
  await look();
  expect(pipeline.executions).toHaveLength(1);
});

test('a push is noticed by itself, until the trigger is closed', async () => {
  const { pipeline, trigger } = await watch(() => 'AVAILABLE');
  const look = jest.spyOn(trigger, 'look');
  trigger.watch(
    accountWith(() => 'AVAILABLE'),
    5,
  );
  push();
  while (pipeline.executions.length === 0) await sleep(5);
  trigger.close();
  const looks = look.mock.calls.length;
  await sleep(50);
  expect(look).toHaveBeenCalledTimes(looks);
});

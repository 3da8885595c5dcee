import { execFile } from 'node:child_process';
import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import type { AwsAccess } from '../../../../emulators/codepipeline/aws/aws-access';
import { buildEnvironment } from '../../../../emulators/codepipeline/builds/build-environment';
import { parseBuildspec } from '../../../../emulators/codepipeline/builds/buildspec';

const ACCOUNT: AwsAccess = {
  accountId: '111111111111',
  region: 'eu-west-1',
  sdk: () => {
    throw new Error('a build has asked the account for something, expected its environment only');
  },
  env: () => ({ AWS_REGION: 'eu-west-1' }),
};

let folder: string;
beforeEach(async () => (folder = await fs.mkdtemp(path.join(os.tmpdir(), 'build-environment-'))));
afterEach(async () => {
  delete process.env.npm_config_ignore_scripts;
  await fs.rm(folder, { recursive: true });
});

function environment(): Record<string, string> {
  return buildEnvironment({
    account: ACCOUNT,
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
    buildId: 'build:1',
    buildArn: 'arn:aws:codebuild:eu-west-1:111111111111:build/build:1',
    project: {},
    spec: parseBuildspec('version: 0.2\nphases: {build: {commands: [npm ci]}}'),
    overrides: [],
    folder,
    source: folder,
    pipelineName: 'delivery',
    npmCache: path.join(folder, 'cache'),
    npmWrapper: path.join(folder, 'npm-wrapper'),
  });
}

test('the environment of a build leaves npm the settings of the source, whatever those of the caller are', async () => {
  process.env.npm_config_ignore_scripts = 'false';
  await fs.writeFile(path.join(folder, 'package.json'), '{}');
  await fs.writeFile(path.join(folder, '.npmrc'), 'ignore-scripts=true\n');
  const get = ['config', 'get', 'ignore-scripts'];
  const { stdout } = await promisify(execFile)('npm', get, { cwd: folder, env: environment() });
  expect(stdout).toBe('true\n');
}, 30_000);

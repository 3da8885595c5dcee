import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  GetLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Project } from '@aws-sdk/client-codebuild';
import { BatchGetProjectsCommand, CodeBuildClient } from '@aws-sdk/client-codebuild';
import { LocalAccount } from '../../../../emulators/account/local-account';
import { BuildLog } from '../../../../emulators/codepipeline/builds/build-log';
import { allow } from '../../account/support/policy';
import { ACCOUNT, openAccount, START_TIMEOUT } from '../../account/support/open-account';
import { TestStack } from '../../account/support/test-stack';
import { createUser } from '../../support/create-user';

const WRITE = ['logs:CreateLogStream', 'logs:PutLogEvents'];

let account: LocalAccount;
let logs: CloudWatchLogsClient;
let directory: string;
let count = 0;

beforeAll(async () => {
  account = await openAccount();
  logs = new CloudWatchLogsClient(account.sdk());
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'build-log-'));
}, START_TIMEOUT);
afterAll(async () => {
  fs.rmSync(directory, { recursive: true });
  await account.stop();
});

const arnOf = (group: string) => `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:${group}:*`;

/** Writes a log with permission for those actions on a group; returns the file. */
async function write(project: Project, actions: string[], group: string): Promise<string> {
  const credentials = await createUser(account, `build${++count}`, allow(actions, arnOf(group)));
  const buildArn = `arn:aws:codebuild:eu-west-1:${ACCOUNT}:build/${project.name}:build${count}`;
  const log = await BuildLog.open({ account, credentials, project, buildArn });
  const logFile = path.join(directory, `${count}.log`);
  fs.writeFileSync(logFile, 'one\ntwo\n');
  await log.write(logFile);
  return fs.readFileSync(logFile, 'utf8');
}

async function lines(logGroupName: string, logStreamName = `build${count}`) {
  const { events = [] } = await logs.send(new GetLogEventsCommand({ logGroupName, logStreamName }));
  return events.map(({ message }) => message);
}

test('the log of a build goes to the group that its project names, which the role need not be able to create', async () => {
  const stack = new TestStack(account);
  const template = {
    Resources: {
      Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/own/builds' } },
      Project: {
        Type: 'AWS::CodeBuild::Project',
        Properties: {
          Name: 'own',
          ServiceRole: `arn:aws:iam::${ACCOUNT}:role/build`,
          Source: { Type: 'NO_SOURCE', BuildSpec: 'version: 0.2' },
          Artifacts: { Type: 'NO_ARTIFACTS' },
          Environment: { Type: 'LINUX_CONTAINER', ComputeType: 'BUILD_GENERAL1_SMALL', Image: 'image' },
          LogsConfig: { CloudWatchLogs: { Status: 'ENABLED', GroupName: { Ref: 'Group' } } },
        },
      },
    },
  };
  expect(await stack.create(template)).toBe('CREATE_COMPLETE');
  const { projects = [] } = await new CodeBuildClient(account.sdk()).send(
    new BatchGetProjectsCommand({ names: ['own'] }),
  );
  await write(projects[0], WRITE, '/own/builds');
  expect(await lines('/own/builds')).toEqual(['one', 'two']);
});

test('the log of a build goes to a group named after the project, which is created where there is none', async () => {
  const project = { name: 'plain', serviceRole: 'role' };
  await expect(write(project, WRITE, '/aws/codebuild/plain')).rejects.toThrow(
    /Phase: SUBMITTED, Code: ACCESS_DENIED, .*logs:CreateLogGroup/,
  );
  await write(project, [...WRITE, 'logs:CreateLogGroup'], '/aws/codebuild/plain');
  expect(await lines('/aws/codebuild/plain')).toEqual(['one', 'two']);
  await write(project, WRITE, '/aws/codebuild/plain');
});

test('the log of a build goes to a stream with the prefix that the project gives', async () => {
  await logs.send(new CreateLogGroupCommand({ logGroupName: 'named' }));
  const cloudWatchLogs = { status: 'ENABLED', groupName: 'named', streamName: 'prefix' } as const;
  await write({ name: 'streams', logsConfig: { cloudWatchLogs } }, WRITE, 'named');
  expect(await lines('named', `prefix/build${count}`)).toEqual(['one', 'two']);
});

test('the log of a build stays a file, for which no permission is needed, when the project turns CloudWatch Logs off', async () => {
  const logsConfig = { cloudWatchLogs: { status: 'DISABLED' } } as const;
  expect(await write({ name: 'off', logsConfig }, ['s3:ListBucket'], 'off')).toBe('one\ntwo\n');
});

test('the log of a build stays a file, and says so, where the role may create a stream and not write to it', async () => {
  await logs.send(new CreateLogGroupCommand({ logGroupName: 'mute' }));
  const project = {
    name: 'mute',
    logsConfig: { cloudWatchLogs: { status: 'ENABLED', groupName: 'mute' } },
  } as const;
  expect(await write(project, ['logs:CreateLogStream'], 'mute')).toMatch(
    /has no copy of this: .*logs:PutLogEvents/,
  );
});

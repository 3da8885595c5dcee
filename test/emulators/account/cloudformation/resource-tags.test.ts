import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { BatchGetProjectsCommand, CodeBuildClient } from '@aws-sdk/client-codebuild';
import { CodePipelineClient, GetPipelineCommand } from '@aws-sdk/client-codepipeline';
import * as iam from '@aws-sdk/client-iam';
import { Credentials, LocalAccount } from '../../../../emulators/account/local-account';
import { createUser } from '../../support/create-user';
import { CodePipelineStub } from '../codepipeline/code-pipeline-stub';
import { stackUnder } from './execution-role';
import { allow, policyOf } from '../support/policy';
import { outcomeOf, refusalOf } from '../support/refusal-of';
import { sendSigned } from '../support/signed-request';
import { ACCOUNT, openAccount, START_TIMEOUT } from '../support/open-account';
import { Template, TestStack } from '../support/test-stack';

const TEAM = [{ Key: 'team', Value: 'images' }];
const OWN = { StringEquals: { 'aws:ResourceTag/team': 'images' } };

let account: LocalAccount;
let stub: CodePipelineStub;
let users = 0;

beforeAll(async () => {
  stub = await CodePipelineStub.listenForPipelines();
  account = await openAccount(stub);
}, START_TIMEOUT);
afterAll(async () => {
  await account.stop();
  stub.close();
});

const userIf = (Action: string | string[], Condition: object = OWN): Promise<Credentials> =>
  createUser(account, `user${++users}`, allow(Action, '*', Condition));

interface Case {
  readonly type: string;
  readonly properties: (name: string) => object;

  /** An action on it, and how it is called. */
  readonly action: string;
  readonly call: (user: Credentials, ref: string, name: string) => Promise<unknown>;
}

const environment = { Type: 'LINUX_CONTAINER', ComputeType: 'BUILD_GENERAL1_SMALL', Image: 'image' };

/** What takes tags of its own, and something that is done to it. */
const CASES: Case[] = [
  {
    type: 'AWS::IAM::OIDCProvider',
    properties: (name) => ({ Url: `https://${name}.example.com`, ClientIdList: ['sts.amazonaws.com'] }),
    action: 'iam:GetOpenIDConnectProvider',
    call: (user, OpenIDConnectProviderArn) =>
      new iam.IAMClient(account.sdk(user)).send(
        new iam.GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }),
      ),
  },
  {
    type: 'AWS::CodePipeline::Pipeline',
    properties: (name) => ({
      Name: name,
      RoleArn: `arn:aws:iam::${ACCOUNT}:role/pipeline`,
      Stages: [{ Name: 'Source', Actions: [{ Name: 'Any' }] }],
    }),
    action: 'codepipeline:GetPipeline',
    call: (user, _, name) => new CodePipelineClient(account.sdk(user)).send(new GetPipelineCommand({ name })),
  },
  {
    type: 'AWS::CodeBuild::Project',
    properties: (Name) => ({
      Name,
      ServiceRole: `arn:aws:iam::${ACCOUNT}:role/build`,
      Source: { Type: 'NO_SOURCE', BuildSpec: 'version: 0.2' },
      Artifacts: { Type: 'NO_ARTIFACTS' },
      Environment: environment,
    }),
    action: 'codebuild:BatchGetProjects',
    call: (user, _, name) =>
      new CodeBuildClient(account.sdk(user)).send(new BatchGetProjectsCommand({ names: [name] })),
  },
  {
    type: 'AWS::Logs::LogGroup',
    properties: (LogGroupName) => ({ LogGroupName }),
    action: 'logs:CreateLogStream',
    call: (user, logGroupName) =>
      new CloudWatchLogsClient(account.sdk(user)).send(
        new CreateLogStreamCommand({ logGroupName, logStreamName: `stream${users}` }),
      ),
  },
  {
    type: 'AWS::KMS::Key',
    properties: () => ({
      KeyPolicy: policyOf({
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
        Action: 'kms:*',
        Resource: '*',
      }),
    }),
    action: 'kms:DescribeKey',
    call: async (user, KeyId) => {
      const headers = {
        'X-Amz-Target': 'TrentService.DescribeKey',
        'Content-Type': 'application/x-amz-json-1.1',
      };
      const { status, text } = await sendSigned(account, user, {
        service: 'kms',
        headers,
        body: JSON.stringify({ KeyId }),
      });
      if (status !== 200) throw new Error(text);
    },
  },
];

describe.each(CASES)('$type', ({ type, properties, action, call }) => {
  const template = (name: string, Tags: object[] = []): Template => ({
    Resources: {
      Made: { Type: type, Properties: { ...properties(name), ...(Tags.length > 0 && { Tags }) } },
    },
    Outputs: { Ref: { Value: { Ref: 'Made' } } },
  });
  const newName = () => `made${++users}`;

  test('is known by its tags to callers', async () => {
    const user = await userIf(action);
    const ask = async (tags: object[]) => {
      const [stack, name] = [new TestStack(account), newName()];
      expect(await stack.create(template(name, tags))).toBe('CREATE_COMPLETE');
      return call(user, (await stack.output('Ref')) ?? '', name);
    };
    expect(await outcomeOf(ask(TEAM))).toBe('allowed');
    for (const tags of [[], [{ Key: 'team', Value: 'other' }]]) {
      await expect(ask(tags)).rejects.toThrow(`not authorized to perform: ${action}`);
    }
  });

  test('is known by the tags of its stack, and by those that it has now', async () => {
    const [stack, name] = [new TestStack(account), newName()];
    stack.tags = TEAM;
    expect(await stack.create(template(name))).toBe('CREATE_COMPLETE');
    const user = await userIf(action);
    const ref = (await stack.output('Ref')) ?? '';
    await call(user, ref, name);
    stack.tags = [{ Key: 'team', Value: 'other' }];
    expect(await stack.update(template(name))).toBe('UPDATE_COMPLETE');
    await expect(call(user, ref, name)).rejects.toThrow(`not authorized to perform: ${action}`);
  });

  test('is known by them to a boundary, too', async () => {
    const [stack, name] = [new TestStack(account), newName()];
    expect(await stack.create(template(name, TEAM))).toBe('CREATE_COMPLETE');
    const root = new iam.IAMClient(account.sdk());
    const PolicyName = `boundary${++users}`;
    const { Policy } = await root.send(
      new iam.CreatePolicyCommand({ PolicyName, PolicyDocument: allow('*', '*', OWN) }),
    );
    const user = await createUser(account, `user${++users}`, allow(action, '*'));
    await root.send(
      new iam.PutUserPermissionsBoundaryCommand({
        UserName: `user${users}`,
        PermissionsBoundary: Policy?.Arn,
      }),
    );
    await call(user, (await stack.output('Ref')) ?? '', name);
  });

  test('is known by them to CloudFormation, which deletes no other', async () => {
    const service = type.split('::')[1].toLowerCase();
    const { stack, create, mayNow } = await stackUnder(account, { Action: [`${service}:*`, 'iam:*'] });
    expect(await create(template(newName(), TEAM))).toBe('CREATE_COMPLETE');
    const other = { StringEquals: { 'aws:ResourceTag/team': 'other' } };
    const list = { Action: 'logs:DescribeLogGroups' };
    await mayNow(list, { Action: `${service}:*`, Condition: other });
    expect(await stack.delete()).toBe('DELETE_FAILED');
    await mayNow(list, { Action: `${service}:*`, Condition: OWN });
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
  });
});

test('what a resource was made with is there when it is worked on further', async () => {
  const properties = { LogGroupName: 'further', RetentionInDays: 7, Tags: TEAM };
  const template = { Resources: { Made: { Type: 'AWS::Logs::LogGroup', Properties: properties } } };
  const grants = (team: string) => [
    { Action: ['logs:CreateLogGroup', 'logs:DescribeLogGroups', 'logs:TagResource', 'logs:DeleteLogGroup'] },
    { Action: 'logs:PutRetentionPolicy', Condition: { StringEquals: { 'aws:ResourceTag/team': team } } },
  ];
  const other = await stackUnder(account, ...grants('other'));
  expect(await other.create(template)).toBe('ROLLBACK_COMPLETE');
  const own = await stackUnder(account, ...grants('images'));
  expect(await own.create(template)).toBe('CREATE_COMPLETE');
});

test('a log group that is asked for by its content is decided on an ARN that goes on after its name', async () => {
  const logGroupName = 'plain';
  await new CloudWatchLogsClient(account.sdk()).send(new CreateLogGroupCommand({ logGroupName }));
  const arn = `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:${logGroupName}`;
  const write = async (resource: string) => {
    const user = await createUser(account, `user${++users}`, allow('logs:CreateLogStream', resource));
    const client = new CloudWatchLogsClient(account.sdk(user));
    await client.send(new CreateLogStreamCommand({ logGroupName, logStreamName: `stream${users}` }));
  };
  expect(await refusalOf(write(arn))).toContain(`on resource: ${arn}:log-stream:stream`);
  await write(`${arn}:*`);
});

import * as cp from '@aws-sdk/client-codepipeline';
import { ACCOUNT, newAccountNumber, openAccount, START_TIMEOUT } from '../account/support/open-account';
import { TestAccount } from './support/test-account';
import { action, TestPipeline } from './support/test-pipeline';
import { GOOD } from './support/test-source';

jest.setTimeout(30_000);

let rig: TestAccount;
let pipeline: TestPipeline;

beforeAll(async () => {
  rig = await TestAccount.start();
  rig.push(GOOD);
  await rig.completeConnection();
  pipeline = await TestPipeline.create(rig, { approval: false });
}, START_TIMEOUT);
afterAll(() => rig?.stop());

/** What an execution fails with while a role lacks a permission. */
async function failureWithout(
  role: keyof typeof TestPipeline.permissions,
  permission: string,
  action: string,
) {
  const permissions = TestPipeline.permissions[role];
  expect(permissions).toContain(permission);
  await rig.allow(
    role,
    permissions.filter((other) => other !== permission),
  );
  try {
    const executionId = await pipeline.start();
    return { executionId, ...(await pipeline.failure(executionId, action)) };
  } finally {
    await rig.allow(role, permissions);
  }
}

test('an action fails with the name of the permission that its role lacks, and can be retried with it', async () => {
  const { code, message, executionId } = await failureWithout('pipeline', 'codebuild:StartBuild', 'Synth');
  expect(code).toBe('PermissionError');
  expect(message).toMatch(/role\/pipeline\/.* is not authorized to perform: codebuild:StartBuild/);

  await pipeline.client.send(
    new cp.RetryStageExecutionCommand({
      pipelineName: pipeline.name,
      stageName: 'Build',
      pipelineExecutionId: executionId,
      retryMode: 'FAILED_ACTIONS',
    }),
  );
  expect((await pipeline.ended(executionId)).status).toBe('Succeeded');
});

test('an action fails whose role the pipeline may not assume', async () => {
  // Where the trust policy names the role of the pipeline, that role needs no permission of its own.
  const pipelineRole = pipeline.declaration().roleArn;
  await rig.trust('deploy', { AWS: `arn:aws:iam::${ACCOUNT}:root` });
  const { code, message } = await failureWithout('pipeline', 'sts:AssumeRole', 'Stack');
  await rig.trust('deploy', { AWS: pipelineRole });
  expect(code).toBe('PermissionError');
  expect(message).toMatch(
    /^arn:aws:iam::\d+:role\/pipeline is not authorized to perform AssumeRole on role arn:.*:role\/deploy: /,
  );
  expect(message).toContain('sts:AssumeRole');
});

test.each([
  ['exists', 'deploy'],
  ['does not exist', 'missing'],
])(
  'a pipeline is rejected whose role may not assume the role of an action, which %s',
  async (_what, role) => {
    const before = pipeline.declaration();
    const [source, build, deploy] = before.stages ?? [];
    const roleArn = `arn:aws:iam::${ACCOUNT}:role/${role}`;
    const actions = deploy.actions?.map((action) => ({ ...action, roleArn }));
    const changed = { ...before, stages: [source, build, { ...deploy, actions }] };
    await rig.trust('deploy', { AWS: `arn:aws:iam::${newAccountNumber()}:root` });
    const update = pipeline.client.send(new cp.UpdatePipelineCommand({ pipeline: changed }));
    await expect(update).rejects.toMatchObject({
      name: 'InvalidStructureException',
      message: `${before.roleArn} is not authorized to perform AssumeRole on role ${roleArn}`,
    });
    await rig.trust('deploy', { AWS: before.roleArn });
  },
);

test('a pipeline is invisible to another account', async () => {
  const other = newAccountNumber();
  const account = await openAccount(rig.codePipeline, other);
  const elsewhere = new cp.CodePipelineClient(account.sdk());
  expect((await elsewhere.send(new cp.ListPipelinesCommand({}))).pipelines).toEqual([]);
  await expect(elsewhere.send(new cp.GetPipelineCommand({ name: pipeline.name }))).rejects.toThrow(
    `Account '${other}' does not have a pipeline`,
  );
  await account.stop();
});

test('a source fails whose role may not use the connection', async () => {
  const { code, message } = await failureWithout('pipeline', 'codeconnections:UseConnection', 'GitHub');
  expect(code).toBe('PermissionError');
  expect(message).toMatch(/^\[GitHub\] Unable to use Connection: arn:.*codeconnections:UseConnection/);
});

describe('the policy of a role that reads a source may name', () => {
  const USE = 'codeconnections:UseConnection';

  // What follows a source takes longer than the source, and is no part of these tests.
  beforeAll(async () => {
    const { stages: [source] = [], ...others } = pipeline.declaration();
    const stages = [source, { name: 'Wait', actions: [action('Approve', 'Approval', 'Manual')] }];
    await pipeline.client.send(new cp.UpdatePipelineCommand({ pipeline: { ...others, stages } }));
  });
  afterAll(() => pipeline.client.send(new cp.UpdatePipelineCommand({ pipeline: pipeline.declaration() })));

  const useIf = async (...conditions: object[]) => {
    const others = TestPipeline.permissions.pipeline.filter((permission) => permission !== USE);
    await rig.allow('pipeline', others, ...conditions.map((Condition) => ({ Action: USE, Condition })));
    try {
      const { status, output } = await pipeline.actionEnded(await pipeline.start(), 'GitHub');
      return status === 'Succeeded' ? status : output?.executionResult?.errorDetails?.message;
    } finally {
      await rig.allow('pipeline', TestPipeline.permissions.pipeline);
    }
  };
  const repository = (id: string) => ({ 'codeconnections:FullRepositoryId': id });

  test('the repository, wherever one is named', async () => {
    expect(await useIf({ 'ForAllValues:StringEquals': repository('owner/name') })).toBe('Succeeded');
    expect(await useIf({ StringEqualsIfExists: repository('owner/name') })).toBe('Succeeded');
    expect(await useIf({ 'ForAllValues:StringEquals': repository('owner/other') })).toContain(USE);
  });

  test('a repository only if it is named: one of the requests names none', async () => {
    expect(await useIf({ StringEquals: repository('owner/name') })).toContain(USE);
  });

  test('its branch, its actions, and that it only reads', async () => {
    const reads = { StringEquals: { 'codeconnections:ProviderPermissionsRequired': 'read_only' } };
    expect(await useIf(reads)).toBe('Succeeded');
    const writes = { StringEquals: { 'codeconnections:ProviderPermissionsRequired': 'read_write' } };
    expect(await useIf(writes)).toContain(USE);
    const action = (...names: string[]) => ({ 'codeconnections:ProviderAction': names });
    const uploads = {
      StringEquals: action('StartUploadArchiveToS3', 'GetUploadArchiveToS3Status'),
    };
    const branch = (name: string) => ({
      StringEquals: { ...action('GetBranch'), 'codeconnections:BranchName': name },
    });
    expect(await useIf(uploads)).toContain(USE);
    expect(await useIf(uploads, branch('master'))).toBe('Succeeded');
    expect(await useIf(uploads, branch('main'))).toContain(USE);
  });

  test('condition keys of the prefix that is called, and no others', async () => {
    const older = { StringEquals: { 'codestar-connections:ProviderPermissionsRequired': 'read_only' } };
    expect(await useIf(older)).toContain(USE);
  });
});

test('a build fails whose role may not read its input', async () => {
  const { code, message } = await failureWithout('build', 's3:GetObject', 'Synth');
  // The action has done its part: it is the build that failed.
  expect(code).toBe('JobFailed');
  expect(message).toMatch(/FAILED\. Phase: DOWNLOAD_SOURCE, .*s3:GetObject/);
});

test('a build fails whose role may not log', async () => {
  const { code, message } = await failureWithout('build', 'logs:*', 'Synth');
  expect(code).toBe('JobFailed');
  expect(message).toMatch(
    /Phase: SUBMITTED, Code: ACCESS_DENIED, Message: Service role arn:.*:role\/build does not allow AWS CodeBuild to create Amazon CloudWatch Logs log streams for build .*logs:CreateLogStream/,
  );
});

test('a deployment fails whose role may not create stacks', async () => {
  const { code, message } = await failureWithout('deploy', 'cloudformation:*', 'Stack');
  expect(code).toBe('PermissionError');
  expect(message).toMatch(/not authorized to perform: cloudformation:DescribeStacks/);
});

test.each([
  ['pipeline', 'CodePipeline', 'codepipeline.amazonaws.com', 'GitHub', 'PermissionError'],
  ['build', 'CodeBuild', 'codebuild.amazonaws.com', 'Synth', 'JobFailed'],
])('an action fails when the role %s does not trust %s', async (role, name, service, action, failureCode) => {
  await rig.trust(role, { Service: 'ec2.amazonaws.com' });
  const { code, message } = await pipeline.failure(await pipeline.start(), action);
  await rig.trust(role, { Service: service });
  expect(code).toBe(failureCode);
  expect(message).toContain(
    `${name} is not authorized to perform AssumeRole on role arn:aws:iam::${ACCOUNT}:role/${role}`,
  );
});

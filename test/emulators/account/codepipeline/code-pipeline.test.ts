import { BatchGetBuildsCommand, CodeBuildClient, StartBuildCommand } from '@aws-sdk/client-codebuild';
import {
  CodePipelineClient,
  GetPipelineStateCommand,
  PutApprovalResultCommand,
  RetryStageExecutionCommand,
  StartPipelineExecutionCommand,
} from '@aws-sdk/client-codepipeline';
import { LocalAccount } from '../../../../emulators/account/local-account';
import { createUser } from '../../support/create-user';
import { CodePipelineStub } from './code-pipeline-stub';
import { allow } from '../support/policy';
import { refusalOf } from '../support/refusal-of';
import { ACCOUNT, openAccount, START_TIMEOUT } from '../support/open-account';

const PIPELINE = `arn:aws:codepipeline:eu-west-1:${ACCOUNT}:a`;
const PROJECT = `arn:aws:codebuild:eu-west-1:${ACCOUNT}:project/a`;

let stub: CodePipelineStub;
let account: LocalAccount;

beforeAll(async () => {
  stub = await CodePipelineStub.listen();
  account = await openAccount(stub);
}, START_TIMEOUT);
beforeEach(() => {
  stub.calls = [];
  stub.answers = {};
});
afterAll(async () => {
  await account.stop();
  stub.close();
});

const start = (client: CodePipelineClient, name: string) =>
  client.send(new StartPipelineExecutionCommand({ name }));
const approve = (client: CodePipelineClient, pipelineName: string, stageName: string, actionName: string) =>
  client.send(
    new PutApprovalResultCommand({
      pipelineName,
      stageName,
      actionName,
      token: 'token',
      result: { status: 'Approved', summary: '' },
    }),
  );

async function user(name: string, policy: string) {
  return account.sdk(await createUser(account, name, policy));
}

describe('a call of CodePipeline', () => {
  test('is forwarded with who calls and where, and answered with what comes back', async () => {
    stub.answers.StartPipelineExecution = { pipelineExecutionId: 'id' };
    const caller = new CodePipelineClient(
      await user('starter', allow('codepipeline:StartPipelineExecution', PIPELINE)),
    );
    expect((await start(caller, 'a')).pipelineExecutionId).toBe('id');
    expect(stub.calls).toEqual([
      {
        operation: 'StartPipelineExecution',
        body: expect.objectContaining({ name: 'a' }) as object,
        secret: 'a-secret',
        caller: `arn:aws:iam::${ACCOUNT}:user/starter`,
        account: ACCOUNT,
        region: 'eu-west-1',
      },
    ]);
  });

  test('names the root as the root', async () => {
    await start(new CodePipelineClient(account.sdk()), 'a');
    expect(stub.calls[0].caller).toBe(`arn:aws:iam::${ACCOUNT}:root`);
  });

  test('is answered with the errors of CodePipeline', async () => {
    stub.answers.StartPipelineExecution = { __type: 'PipelineNotFoundException', message: 'no pipeline' };
    expect(await refusalOf(start(new CodePipelineClient(account.sdk()), 'a'))).toBe(
      'PipelineNotFoundException: no pipeline',
    );
  });

  test('rejects another pipeline than the one that the caller has permissions on', async () => {
    const caller = new CodePipelineClient(await user('of-a', allow('codepipeline:*', PIPELINE)));
    const state = (name: string) => caller.send(new GetPipelineStateCommand({ name }));
    await state('a');
    expect(await refusalOf(state('b'))).toBe(
      `AccessDeniedException: User: arn:aws:iam::${ACCOUNT}:user/of-a is not authorized to perform: ` +
        `codepipeline:GetPipelineState on resource: arn:aws:codepipeline:eu-west-1:${ACCOUNT}:b ` +
        'because no identity-based policy allows the codepipeline:GetPipelineState action',
    );
    expect(stub.calls).toHaveLength(1);
  });

  test('is decided on the stage or the action, where it concerns one', async () => {
    const policy = allow('codepipeline:*', [`${PIPELINE}/Release`, `${PIPELINE}/Release/Approve`]);
    const caller = new CodePipelineClient(await user('approver', policy));
    const retry = (stageName: string) =>
      caller.send(
        new RetryStageExecutionCommand({
          pipelineName: 'a',
          stageName,
          pipelineExecutionId: 'id',
          retryMode: 'FAILED_ACTIONS',
        }),
      );
    await approve(caller, 'a', 'Release', 'Approve');
    await retry('Release');
    expect(stub.calls.map(({ operation }) => operation)).toEqual([
      'PutApprovalResult',
      'RetryStageExecution',
    ]);
    for (const [call, resource] of [
      [() => approve(caller, 'a', 'Release', 'Other'), 'a/Release/Other'],
      [() => approve(caller, 'a', 'Master', 'Approve'), 'a/Master/Approve'],
      [() => approve(caller, 'b', 'Release', 'Approve'), 'b/Release/Approve'],
      [() => retry('Master'), 'a/Master'],
      [() => start(caller, 'a'), 'a'],
    ] as const) {
      expect(await refusalOf(call())).toContain(`:${ACCOUNT}:${resource} because`);
    }
    expect(stub.calls).toHaveLength(2);
  });

  test('rejects an approval by those who may only see and start the pipeline', async () => {
    const caller = new CodePipelineClient(await user('watcher', allow('codepipeline:*', PIPELINE)));
    expect(await refusalOf(approve(caller, 'a', 'Release', 'Approve'))).toContain('AccessDenied');
  });

  test('rejects a wrong key', async () => {
    const wrong = new CodePipelineClient(account.sdk({ ...account.root, secretAccessKey: 'wrong' }));
    expect(await refusalOf(start(wrong, 'a'))).toContain('InvalidSignatureException');
    expect(stub.calls).toEqual([]);
  });
});

describe('a build of CodeBuild', () => {
  test('is started and read by callers with permissions on its project', async () => {
    stub.answers.StartBuild = { build: { id: 'a:1' } };
    stub.answers.BatchGetBuilds = { builds: [{ id: 'a:1' }] };
    const caller = new CodeBuildClient(await user('builder', allow('codebuild:*', PROJECT)));
    const startBuild = (projectName: string) => caller.send(new StartBuildCommand({ projectName }));
    const get = (...ids: string[]) => caller.send(new BatchGetBuildsCommand({ ids }));

    expect((await startBuild('a')).build?.id).toBe('a:1');
    expect((await get('a:1')).builds).toHaveLength(1);
    expect((await get('a:1', `arn:aws:codebuild:eu-west-1:${ACCOUNT}:build/a:2`)).builds).toHaveLength(1);
    expect(stub.calls.map(({ caller: who }) => who)).toEqual(
      Array(3).fill(`arn:aws:iam::${ACCOUNT}:user/builder`),
    );

    expect(await refusalOf(startBuild('b'))).toContain('codebuild:StartBuild on resource: arn:aws:codebuild');
    expect(await refusalOf(get('b:1'))).toContain(':project/b because');
    expect(await refusalOf(get('a:1', 'b:1'))).toContain(':project/b because');
    expect(stub.calls).toHaveLength(3);
  });
});

import {
  CodePipelineClient,
  GetPipelineStateCommand,
  PutApprovalResultCommand,
  StageExecution,
  StageState,
} from '@aws-sdk/client-codepipeline';
import { IAMClient, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import distribution from '../../../distribution.config';
import { Credentials } from '../../../emulators/account/local-account';
import { STAGE_NAMES } from '../../../lib/config';
import { DISTRIBUTION_TAG, PIPELINE_STACK, PROVIDER_STACK, registryStack } from '../../../lib/names';
import { createUser } from '../../../rehearsal/actors/sessions/iam-users';
import { ROOT } from '../../../rehearsal/runner/directory/paths';
import { ACCOUNT, START_TIMEOUT } from '../../emulators/account/support/open-account';
import { Template, TestStack } from '../../emulators/account/support/test-stack';
import { BUCKET, TestAccount } from '../../emulators/codepipeline/support/test-account';
import { TestPipeline } from '../../emulators/codepipeline/support/test-pipeline';
import { GOOD } from '../../emulators/codepipeline/support/test-source';

jest.setTimeout(120_000);
const WAIT_MILLISECONDS = 20_000;

const TAGS = [{ Key: DISTRIBUTION_TAG, Value: distribution.name }];
const GROUP: Template = { Resources: { Group: { Type: 'AWS::IAM::Group' } } };

let rig: TestAccount;
let operator: Credentials;
let pipelineStack: TestStack;
let roles: { readonly pipeline: string; readonly deploy: string };
let client: CodePipelineClient;

beforeAll(async () => {
  rig = await TestAccount.start();
  client = new CodePipelineClient(rig.account.sdk());
  await rig.completeConnection();
  const pipeline = await rig.createRole('pipeline', { Service: 'codepipeline.amazonaws.com' });
  roles = { pipeline, deploy: await rig.createRole('deploy', { AWS: pipeline }) };
  await rig.allow('pipeline', TestPipeline.permissions.pipeline);
  await rig.allow('deploy', TestPipeline.permissions.deploy);
  operator = await createUser(rig.account, 'operator');
  await letOperate();
}, START_TIMEOUT);
afterAll(() => rig?.stop());

/** Gives the operator what an administrator gives one, and the sight of the connection that the test has made. */
async function letOperate(): Promise<void> {
  const shipped = fs.readFileSync(path.join(ROOT, 'policies', 'deployment.json'), 'utf8');
  const values: Record<string, string> = { Partition: 'aws', AccountId: ACCOUNT, Region: 'eu-west-1' };
  const { Statement } = JSON.parse(
    shipped.replaceAll(/\$\{AWS::(\w+)\}/g, (_, name: string) => values[name]),
  ) as {
    Statement: { Sid: string }[];
  };
  const sight = { Effect: 'Allow', Action: 'codeconnections:GetConnection', Resource: rig.connectionArn };
  // A user's own policies have no room for both, and nobody authenticates here.
  const needed = Statement.filter(({ Sid }) => Sid !== 'AuthenticateWithGitHub');
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [...needed, sight] });
  await new IAMClient(rig.account.sdk()).send(
    new PutUserPolicyCommand({ UserName: 'operator', PolicyName: 'deployment', PolicyDocument }),
  );
}

/** A stack of a pipeline that makes these stacks in its last stage, once they are approved. */
function pipelineTemplate(...added: string[]): Template {
  const [image] = distribution.images;
  const [development, master, release] = STAGE_NAMES.map((stage) => registryStack(image.name, stage));
  const deploys = (StackName: string, RunOrder = 1) => ({
    ...action(StackName, 'Deploy', 'CloudFormation', {
      ActionMode: 'CREATE_UPDATE',
      StackName,
      TemplatePath: 'Code::template.json',
      Capabilities: 'CAPABILITY_NAMED_IAM',
      ParameterOverrides: '{"Commit": "#{Source.CommitId}"}',
    }),
    RoleArn: roles.deploy,
    InputArtifacts: [{ Name: 'Code' }],
    RunOrder,
  });
  const source = {
    ...action('GitHub', 'Source', 'CodeStarSourceConnection', {
      ConnectionArn: rig.connectionArn,
      FullRepositoryId: 'team/distribution',
      BranchName: 'master',
    }),
    Namespace: 'Source',
    OutputArtifacts: [{ Name: 'Code' }],
  };
  const Stages = [
    { Name: 'Source', Actions: [source] },
    // In place of what updates the pipeline, which here the test does.
    { Name: 'UpdatePipeline', Actions: [deploys(PROVIDER_STACK)] },
    { Name: 'Development', Actions: [deploys(development)] },
    { Name: 'Master', Actions: [deploys(master), ...added.map((name) => deploys(name))] },
    { Name: 'Release', Actions: [action('Approve', 'Approval', 'Manual'), deploys(release, 2)] },
  ];
  const Properties = {
    Name: distribution.name,
    RoleArn: roles.pipeline,
    ArtifactStore: { Type: 'S3', Location: BUCKET },
    PipelineType: 'V2',
    RestartExecutionOnUpdate: true,
    Stages,
  };
  // Where the status looks for the connection of the distribution.
  const connection = { ConnectionName: 'own', ProviderType: 'GitHub' };
  return {
    Resources: {
      Pipeline: { Type: 'AWS::CodePipeline::Pipeline', Properties },
      Connection: { Type: 'AWS::CodeConnections::Connection', Properties: { ...connection, Tags: TAGS } },
    },
    Outputs: { Console: { Value: 'https://example.com' } },
  };
}

function action(Name: string, Category: string, Provider: string, Configuration: object = {}) {
  return { Name, ActionTypeId: { Category, Owner: 'AWS', Provider, Version: '1' }, Configuration };
}

/** `npm run status`, as the operator. */
async function status(): Promise<string> {
  const command = ['node_modules/tsx/dist/cli.mjs', 'cli/main.ts', 'status'];
  const env = { PATH: process.env.PATH, HOME: rig.directory, ...rig.account.env(operator) };
  return (await promisify(execFile)(process.execPath, command, { cwd: ROOT, env })).stdout;
}

/** Waits for the approval of a commit, another than an earlier one; returns its token. */
async function approvalOf(commit: string, earlier?: string): Promise<string> {
  return until((stages) => {
    const release = stages.at(-1);
    const token = release?.actionStates?.[0].latestExecution?.token;
    return isIn(commit, stages, release?.latestExecution) && token !== earlier ? token : undefined;
  });
}

async function answer(token: string, answered: 'Approved' | 'Rejected'): Promise<void> {
  const approval = { pipelineName: distribution.name, stageName: 'Release', actionName: 'Approve', token };
  const result = { status: answered, summary: 'because' };
  await client.send(new PutApprovalResultCommand({ ...approval, result }));
}

/** Whether the execution of the newest commit is this one, and that is the commit. */
function isIn(commit: string, [source]: readonly StageState[], execution?: StageExecution): boolean {
  return (
    source.actionStates?.[0].currentRevision?.revisionId === commit &&
    source.latestExecution?.pipelineExecutionId === execution?.pipelineExecutionId
  );
}

/** Waits until something is found in the stages of the pipeline. */
async function until<T>(find: (stages: readonly StageState[]) => T | undefined): Promise<T> {
  for (const end = Date.now() + WAIT_MILLISECONDS; ; await sleep(100)) {
    const { stageStates = [] } = await client.send(new GetPipelineStateCommand({ name: distribution.name }));
    const found = find(stageStates);
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`not so far in time: ${JSON.stringify(stageStates)}`);
  }
}

/** A commit's id as the table of the stages has it. */
function short(commit: string): string {
  return commit.slice(0, 8);
}

test('the operator sees what waits, what is live, and what a newer commit makes', async () => {
  const dropped = new TestStack(rig.account, undefined, 'DroppedMaster', TAGS);
  await dropped.make(GROUP);
  const first = rig.push(GOOD);
  pipelineStack = new TestStack(rig.account, undefined, PIPELINE_STACK, TAGS);
  await pipelineStack.make(pipelineTemplate());
  await answer(await approvalOf(first), 'Approved');
  await until((stages) => stages.at(-1)?.latestExecution?.status === 'Succeeded' || undefined);

  const second = rig.push({ ...GOOD, 'build.sh': 'echo again' });
  const token = await approvalOf(second);
  const waiting = await status();
  expect(waiting).toMatch(
    new RegExp(`^Commit ${second} waits for an approval before Release since .* UTC`, 'm'),
  );
  expect(waiting).toContain(`--action-name Approve --token ${token} --result`);
  expect(waiting).toContain(`\n  https://github.com/team/distribution/commit/${second}`);
  for (const stage of ['Pipeline', 'Development', 'Master']) {
    expect(waiting).toMatch(new RegExp(`^${stage} +${short(second)}$`, 'm'));
  }
  expect(waiting).toMatch(new RegExp(`^Release +${short(first)} +${short(second)}: InProgress$`, 'm'));
  expect(waiting).toMatch(/^DroppedMaster is an orphan/m);
  expect(waiting).not.toMatch(/No action required|cannot be seen/);

  await answer(token, 'Rejected');
  await new TestStack(rig.account, undefined, 'AddedMaster', TAGS).make(GROUP);
  // Which starts the second commit again.
  expect(await pipelineStack.update(pipelineTemplate('AddedMaster'))).toBe('UPDATE_COMPLETE');
  await approvalOf(second, token);
  const newer = await status();
  expect(newer).toMatch(
    new RegExp(`^This checkout is older .*${second} left it, makes AddedMaster, and`, 'm'),
  );
  expect(newer).toMatch(new RegExp(`^Commit ${second} waits for an approval before Release`, 'm'));
  expect(newer).toMatch(new RegExp(`^Release +${short(first)} +${short(second)}: InProgress$`, 'm'));
  expect(newer).not.toMatch(/AddedMaster is|delete-stack --stack-name AddedMaster/);
  expect(newer).toMatch(/^DroppedMaster is an orphan/m);
});

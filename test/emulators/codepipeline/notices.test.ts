import {
  CreateStackCommand,
  CloudFormationClient,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation';
import * as cp from '@aws-sdk/client-codepipeline';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { callSns, TopicSubscriber } from '../../../emulators/account/clients/topic-subscriber';
import { START_TIMEOUT } from '../account/support/open-account';
import { TestAccount } from './support/test-account';
import { TestPipeline } from './support/test-pipeline';
import { GOOD } from './support/test-source';

jest.setTimeout(60_000);

let rig: TestAccount;
let pipeline: TestPipeline;

/** Is told by the approval. */
let topic: TopicSubscriber;

/** Is told of every change of state, in one line each. */
let states: TopicSubscriber;

/** A topic to which EventBridge publishes whatever CodePipeline tells it. */
const STATES = {
  Resources: {
    Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'states' } },
    Policy: {
      Type: 'AWS::SNS::TopicPolicy',
      Properties: {
        Topics: [{ Ref: 'Topic' }],
        PolicyDocument: {
          Statement: {
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: 'sns:Publish',
            Resource: { Ref: 'Topic' },
          },
        },
      },
    },
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        Name: 'states',
        EventPattern: { source: ['aws.codepipeline'] },
        Targets: [{ Id: 'Topic', Arn: { Ref: 'Topic' } }],
      },
    },
  },
};

beforeAll(async () => {
  rig = await TestAccount.start();
  rig.push(GOOD);
  await rig.completeConnection();
  const { accountId, region } = rig.account;
  const arnOf = (name: string) => `arn:aws:sns:${region}:${accountId}:${name}`;
  await callSns(rig.account, 'CreateTopic', { Name: 'approvals' });
  topic = await TopicSubscriber.subscribe(rig.account, arnOf('approvals'));
  const client = new CloudFormationClient(rig.account.sdk());
  await client.send(new CreateStackCommand({ StackName: 'states', TemplateBody: JSON.stringify(STATES) }));
  await waitUntilStackCreateComplete({ client, maxWaitTime: 20, minDelay: 0.1 }, { StackName: 'states' });
  states = await TopicSubscriber.subscribe(rig.account, arnOf('states'));
  pipeline = await TestPipeline.create(rig, { notificationArn: arnOf('approvals') });
}, START_TIMEOUT);
afterAll(async () => {
  await topic?.close();
  await states?.close();
  await rig?.stop();
});

interface StateChange {
  readonly 'detail-type': string;
  readonly account: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>> & { readonly state: string };
}

/** Events about an execution, in the order in which they came. */
function eventsOf(executionId: string): StateChange[] {
  return states.received
    .map(({ text }) => JSON.parse(text) as StateChange)
    .filter(({ detail }) => detail['execution-id'] === executionId);
}

/** The same, each in a few words. */
const shortly = (events: readonly StateChange[]) =>
  events.map(({ 'detail-type': type, detail }) =>
    [/CodePipeline (\w+)/.exec(type)?.[1], detail.stage, detail.action, detail.state]
      .filter(Boolean)
      .join(' '),
  );

/** Waits until the end of an execution has come as an event. */
async function toldEnd(executionId: string, state: string): Promise<StateChange[]> {
  await states.hears(new RegExp(`Pipeline Execution State.*${executionId}.*"${state}"`));
  return eventsOf(executionId);
}

const publish = (allowed: boolean, ...more: readonly string[]) =>
  rig.allow('pipeline', [...TestPipeline.permissions.pipeline, ...(allowed ? ['sns:Publish'] : []), ...more]);

test('an approval fails whose role may not publish to its topic, and can be retried', async () => {
  await publish(false);
  const id = await pipeline.start();
  const { code, message } = await pipeline.failure(id, 'Approve');
  expect(code).toBe('PermissionError');
  expect(message).toMatch(/is not authorized to perform: sns:Publish/i);
  expect(topic.received).toEqual([]);
  await toldEnd(id, 'FAILED');

  await publish(true);
  const retry = { pipelineName: pipeline.name, stageName: 'Deploy', retryMode: 'FAILED_ACTIONS' } as const;
  await pipeline.client.send(new cp.RetryStageExecutionCommand({ ...retry, pipelineExecutionId: id }));
  await pipeline.answer(await pipeline.token(), 'Approved', 'fine');
  const events = await toldEnd(id, 'SUCCEEDED');
  const [resumed, ...after] = shortly(events).slice(shortly(events).indexOf('Pipeline RESUMED'));
  expect([resumed, ...after]).toEqual([
    'Pipeline RESUMED',
    'Stage Deploy RESUMED',
    'Action Deploy Approve STARTED',
    'Action Deploy Approve SUCCEEDED',
    'Stage Deploy SUCCEEDED',
    'Pipeline SUCCEEDED',
  ]);
  expect(events.at(-1)?.detail['pipeline-execution-attempt']).toBe(2);
});

test('an approval tells its topic what waits, until when, and what it says; a rejection is a failure', async () => {
  await publish(true);
  const before = topic.received.length;
  const id = await pipeline.start();
  const token = await pipeline.token();
  const { subject, text } = await topic.hears(/Approve/, before);
  expect(subject).toBe('APPROVAL NEEDED: AWS CodePipeline delivery for action Approve');
  expect(JSON.parse(text)).toMatchObject({
    region: rig.account.region,
    approval: {
      pipelineName: 'delivery',
      stageName: 'Deploy',
      actionName: 'Approve',
      token,
      expires: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\dZ$/) as string,
      externalEntityLink: `https://example.com/${id}`,
      customData: expect.stringMatching(/^Release [0-9a-f]{40}, a good build\?$/) as string,
    },
  });

  await pipeline.answer(token, 'Rejected', 'not today');
  const events = await toldEnd(id, 'FAILED');
  expect(topic.received.length).toBe(before + 1);
  expect(shortly(events)).toEqual([
    'Pipeline STARTED',
    'Stage Source STARTED',
    'Action Source GitHub STARTED',
    'Action Source GitHub SUCCEEDED',
    'Stage Source SUCCEEDED',
    'Stage Build STARTED',
    'Action Build Synth STARTED',
    'Action Build Synth SUCCEEDED',
    'Stage Build SUCCEEDED',
    'Stage Deploy STARTED',
    'Action Deploy Stack STARTED',
    'Action Deploy Stack SUCCEEDED',
    'Action Deploy Approve STARTED',
    'Action Deploy Approve FAILED',
    'Stage Deploy FAILED',
    'Pipeline FAILED',
  ]);
  const { accountId, region } = rig.account;
  expect(events.find(({ detail }) => detail.state === 'FAILED')).toMatchObject({
    account: accountId,
    region,
    resources: [`arn:aws:codepipeline:${region}:${accountId}:delivery`],
    detail: {
      pipeline: 'delivery',
      version: 1,
      type: { owner: 'AWS', category: 'Approval', provider: 'Manual', version: '1' },
      'execution-result': { 'error-code': 'JobFailed', 'external-execution-summary': 'not today' },
      'pipeline-execution-attempt': 1,
    },
  });
});

test('an approval fails whose role may publish to its topic and not use the key of that', async () => {
  const { accountId, region } = rig.account;
  const { KeyMetadata } = await new KMSClient(rig.account.sdk()).send(new CreateKeyCommand({}));
  const setKey = (AttributeValue = '') =>
    callSns(rig.account, 'SetTopicAttributes', {
      TopicArn: `arn:aws:sns:${region}:${accountId}:approvals`,
      AttributeName: 'KmsMasterKeyId',
      AttributeValue,
    });
  await setKey(KeyMetadata?.Arn);
  await publish(true);
  const before = topic.received.length;
  const { code, message } = await pipeline.failure(await pipeline.start(), 'Approve');
  expect([code, message]).toEqual(['PermissionError', expect.stringContaining('kms:GenerateDataKey')]);
  expect(topic.received.length).toBe(before);

  await publish(true, 'kms:GenerateDataKey', 'kms:Decrypt');
  const id = await pipeline.start();
  await topic.hears(new RegExp(id), before);
  await pipeline.answer(await pipeline.token(), 'Rejected', 'seen');
  await toldEnd(id, 'FAILED');
  await setKey();
});

test('an execution that a newer one supersedes, and one that is stopped, have no failure', async () => {
  await publish(true);
  const [waiting] = [await pipeline.start(), await pipeline.token()];
  const superseded = await pipeline.start();
  await pipeline.actionEnded(superseded, 'Synth');
  const newest = await pipeline.start();
  expect(shortly(await toldEnd(superseded, 'SUPERSEDED')).at(-1)).toBe('Pipeline SUPERSEDED');
  for (const pipelineExecutionId of [waiting, newest]) {
    const stop = { pipelineName: pipeline.name, pipelineExecutionId, abandon: true, reason: 'enough' };
    await pipeline.client.send(new cp.StopPipelineExecutionCommand(stop));
    expect(shortly(await toldEnd(pipelineExecutionId, 'STOPPED')).at(-1)).toBe('Pipeline STOPPED');
  }
  const all = [waiting, superseded, newest].flatMap((id) => shortly(eventsOf(id)));
  expect(all.filter((change) => change.endsWith('FAILED'))).toEqual([]);
});

test('what failed in a build is told with its reason', async () => {
  rig.push({ ...GOOD, 'build.sh': 'exit 3' });
  const [{ pipelineExecutionId = '' }] = await pipeline.executions();
  const id = await pipeline.start();
  expect(id).not.toBe(pipelineExecutionId);
  const events = await toldEnd(id, 'FAILED');
  expect(events.filter(({ detail }) => detail.state === 'FAILED').map(({ detail }) => detail)).toMatchObject([
    {
      action: 'Synth',
      'execution-result': {
        'external-execution-summary': expect.stringMatching(/^Build terminated/) as string,
      },
    },
    { stage: 'Build' },
    {},
  ]);
});

import { CreateKeyCommand, KMSClient, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import { callSns, TopicSubscriber } from '../../../../emulators/account/clients/topic-subscriber';
import { LocalAccount } from '../../../../emulators/account/local-account';
import { createUser } from '../../support/create-user';
import { ACCOUNT, openAccount, START_TIMEOUT } from '../support/open-account';
import { policyOf } from '../support/policy';
import { Template, TestStack } from '../support/test-stack';

const SCAN = {
  source: 'aws.ecr',
  detailType: 'ECR Image Scan',
  resources: [],
  detail: { found: 'something' },
};
const TOPIC = `arn:aws:sns:eu-west-1:${ACCOUNT}:encrypted`;
const WITNESS = `arn:aws:sns:eu-west-1:${ACCOUNT}:witness`;
const USE = ['kms:Decrypt', 'kms:GenerateDataKey*'];

let account: LocalAccount;
let stack: TestStack;
let keyArn: string;
let topic: TopicSubscriber;

/** Hears of the same after it, under no key, so that one knows when an event has gone everywhere. */
let witness: TopicSubscriber;

/** The account's policies count for the key, and whatever else is said. */
const keyPolicy = (...statements: object[]) =>
  policyOf(
    { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' },
    ...statements,
  );

const service = (statement: object = {}) => ({
  Effect: 'Allow',
  Principal: { Service: 'events.amazonaws.com' },
  Action: USE,
  Resource: '*',
  ...statement,
});

const ofTopic = (arn: string) => ({
  Condition: { StringEquals: { 'kms:EncryptionContext:aws:sns:topicArn': arn } },
});

/** A topic, open to EventBridge, that a rule tells of every scan. */
const template = (KmsMasterKeyId?: string): Template => ({
  Resources: {
    Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'encrypted', KmsMasterKeyId } },
    Witness: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'witness' } },
    Policy: {
      Type: 'AWS::SNS::TopicPolicy',
      Properties: {
        Topics: [{ Ref: 'Topic' }, { Ref: 'Witness' }],
        PolicyDocument: policyOf(service({ Action: 'sns:Publish' })),
      },
    },
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        Name: 'scans',
        EventPattern: { source: ['aws.ecr'] },
        Targets: [
          { Id: 'Topic', Arn: { Ref: 'Topic' } },
          { Id: 'Witness', Arn: { Ref: 'Witness' } },
        ],
      },
    },
  },
});

beforeAll(async () => {
  account = await openAccount();
  const { KeyMetadata } = await new KMSClient(account.sdk()).send(new CreateKeyCommand({}));
  keyArn = KeyMetadata?.Arn ?? '';
  stack = new TestStack(account);
  await stack.make(template(keyArn));
  topic = await TopicSubscriber.subscribe(account, TOPIC);
  witness = await TopicSubscriber.subscribe(account, WITNESS);
}, START_TIMEOUT);
afterAll(async () => {
  await topic?.close();
  await witness?.close();
});

async function letUse(...statements: object[]): Promise<void> {
  const Policy = JSON.stringify(keyPolicy(...statements));
  await new KMSClient(account.sdk()).send(new PutKeyPolicyCommand({ KeyId: keyArn, Policy }));
}

/** What the topic tells of a scan, once a message of the root's has come after it. */
async function told(): Promise<string[]> {
  topic.received.splice(0);
  const before = witness.received.length;
  await account.tellEventBridge(SCAN);
  await witness.hears(/ECR Image Scan/, before);
  await callSns(account, 'Publish', { TopicArn: TOPIC, Message: 'the end' });
  await topic.hears(/^the end$/);
  return topic.received.map(({ text }) => text).filter((text) => text !== 'the end');
}

test.each([
  ['for whatever it encrypts', service()],
  ['for the topic', service(ofTopic(TOPIC))],
])('EventBridge publishes under a key whose policy lets it use the key, %s', async (_what, statement) => {
  await letUse(statement);
  expect(await told()).toEqual([expect.stringContaining('ECR Image Scan')]);
});

test.each([
  ['says nothing of it', []],
  ['lets another service', [service({ Principal: { Service: 's3.amazonaws.com' } })]],
  ['lets it for another topic', [service(ofTopic(`${TOPIC}-too`))]],
  ['lets it encrypt only', [service({ Action: 'kms:GenerateDataKey*' })]],
  [
    'demands an account of the source',
    [service({ Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } } })],
  ],
])('EventBridge does not publish under a key whose policy %s', async (_what, statements) => {
  await letUse(...statements);
  expect(await told()).toEqual([]);
});

/** Publishes as somebody who may publish to the topic, and use the key as these statements say. */
async function publishAs(name: string, ...statements: object[]): Promise<string> {
  await letUse();
  const publish = { Effect: 'Allow', Action: 'sns:Publish', Resource: TOPIC };
  const onKey = statements.map((statement) => ({
    Effect: 'Allow',
    Action: USE,
    Resource: keyArn,
    ...statement,
  }));
  const user = await createUser(account, name, JSON.stringify(policyOf(publish, ...onKey)));
  return callSns(account, 'Publish', { TopicArn: TOPIC, Message: `from ${name}` }, user);
}

test.each([
  ['nobody', []],
  ['another-topic', [ofTopic(`${TOPIC}-too`)]],
])('who may publish to the topic does not under a key that they may use for %s', async (name, statements) => {
  await expect(publishAs(name, ...statements)).rejects.toThrow(/not authorized to perform: kms:/);
});

test('who may publish to the topic does under a key that they may use for it', async () => {
  await publishAs('the-topic', ofTopic(TOPIC));
  expect((await topic.hears(/^from /)).text).toBe('from the-topic');
});

test('a topic whose template no longer names the key needs none', async () => {
  await letUse();
  expect(await told()).toEqual([]);
  expect(await stack.update(template())).toBe('UPDATE_COMPLETE');
  expect(await told()).toEqual([expect.stringContaining('ECR Image Scan')]);
});

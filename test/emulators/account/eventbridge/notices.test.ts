import { LocalAccount } from '../../../../emulators/account/local-account';
import { callSns, TopicSubscriber } from '../../../../emulators/account/clients/topic-subscriber';
import { ACCOUNT, openAccount, START_TIMEOUT } from '../support/open-account';
import { sendSigned, sendUnsigned } from '../support/signed-request';

const EVENT = {
  source: 'aws.ecr',
  detailType: 'ECR Image Scan',
  resources: [],
  detail: { 'finding-severity-counts': { CRITICAL: 2 } },
};

const topicArn = (name: string) => `arn:aws:sns:eu-west-1:${ACCOUNT}:${name}`;

let account: LocalAccount;

/** Hears of everything, so that one knows when an event has been delivered wherever it is. */
let witness: TopicSubscriber;

beforeAll(async () => {
  account = await openAccount();
  witness = await makeTopic('witness', [allow({})]);
}, START_TIMEOUT);
afterAll(() => witness?.close());

async function callEvents(operation: string, request: object) {
  const answer = await sendSigned(account, account.root, {
    service: 'events',
    headers: { 'Content-Type': 'application/x-amz-json-1.1', 'X-Amz-Target': `AWSEvents.${operation}` },
    body: JSON.stringify(request),
  });
  return JSON.parse(answer.text) as Record<string, unknown>;
}

const allow = (statement: object) => ({
  Effect: 'Allow',
  Principal: { Service: 'events.amazonaws.com' },
  Action: 'sns:Publish',
  Resource: '*',
  ...statement,
});

/** A topic with a subscriber, which a rule tells of every scan. */
async function makeTopic(name: string, statements?: readonly object[]): Promise<TopicSubscriber> {
  const TopicArn = topicArn(name);
  await callSns(account, 'CreateTopic', { Name: name });
  const AttributeValue = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  if (statements)
    await callSns(account, 'SetTopicAttributes', { TopicArn, AttributeName: 'Policy', AttributeValue });
  const EventPattern = JSON.stringify({ source: ['aws.ecr', 'theirs'] });
  await callEvents('PutRule', { Name: name, EventPattern });
  await callEvents('PutTargets', { Rule: name, Targets: [{ Id: 'Topic', Arn: TopicArn }] });
  return TopicSubscriber.subscribe(account, TopicArn);
}

/** What a subscriber of a topic has heard once an event, and then a message of the root's, has gone everywhere. */
async function heard(subscriber: TopicSubscriber, name: string): Promise<string[]> {
  const before = witness.received.length;
  await account.tellEventBridge(EVENT);
  await witness.hears(/ECR Image Scan/, before);
  // No key any more, so that this is heard.
  const key = { AttributeName: 'KmsMasterKeyId', AttributeValue: '' };
  await callSns(account, 'SetTopicAttributes', { TopicArn: topicArn(name), ...key });
  await callSns(account, 'Publish', { TopicArn: topicArn(name), Message: 'the end' });
  await subscriber.hears(/^the end$/);
  return subscriber.received.map(({ text }) => text);
}

test('no principal can say that something happened in a service of AWS, the root included', async () => {
  const Entries = [{ Source: 'aws.ecr', DetailType: 'ECR Image Scan', Detail: '{}' }];
  expect(await callEvents('PutEvents', { Entries })).toMatchObject({
    FailedEntryCount: 1,
    Entries: [{ ErrorCode: 'NotAuthorizedForSourceException' }],
  });
  const path = '/_local/service-events';
  for (const secret of ['', 'guessed', account.root.accessKeyId]) {
    const headers = { 'x-local-secret': secret, 'x-local-account': ACCOUNT, 'x-local-region': 'eu-west-1' };
    const answer = await sendUnsigned(account, { path, headers, body: JSON.stringify(EVENT) });
    expect(answer.status).toBe(403);
  }
});

test.each([
  ['by its policy', [allow({})]],
  [
    'and not without TLS',
    [
      allow({}),
      allow({ Effect: 'Deny', Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    ],
  ],
])('EventBridge publishes to a topic that lets it, %s', async (_how, statements) => {
  const topic = await makeTopic(`open-${statements.length}`, statements);
  await account.tellEventBridge(EVENT);
  const { text } = await topic.hears(/ECR Image Scan/);
  expect(JSON.parse(text)).toMatchObject({
    source: 'aws.ecr',
    account: ACCOUNT,
    region: 'eu-west-1',
    detail: EVENT.detail,
  });
  await topic.close();
});

test.each([
  ['has the policy of a new topic', undefined],
  ['lets another service', [allow({ Principal: { Service: 's3.amazonaws.com' } })]],
  ['demands a source', [allow({ Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } } })]],
  ['lets it look only', [allow({ Action: 'sns:GetTopicAttributes' })]],
  ['denies it', [allow({}), allow({ Effect: 'Deny' })]],
])('EventBridge does not publish to a topic that %s', async (what, statements) => {
  const name = what.replaceAll(' ', '-');
  const topic = await makeTopic(name, statements);
  expect(await heard(topic, name)).toEqual(['the end']);
  await topic.close();
});

test('nobody publishes to a topic under the key of AWS for SNS', async () => {
  const topic = await makeTopic('encrypted', [allow({})]);
  const TopicArn = topicArn('encrypted');
  const key = { AttributeName: 'KmsMasterKeyId', AttributeValue: 'alias/aws/sns' };
  await callSns(account, 'SetTopicAttributes', { TopicArn, ...key });
  await expect(callSns(account, 'Publish', { TopicArn, Message: 'x' })).rejects.toThrow('has the KMS key');
  expect(await heard(topic, 'encrypted')).toEqual(['the end']);
  await topic.close();
});

import { warningsOf } from '../../../lib/config';
import { define, expectMistake, MINIMAL, PLACED, refusal, withRelease } from './refusal';

const TOPIC = 'arn:aws:sns:eu-west-1:111111111111:team';

const telling = (notifications: unknown, configuration: object = MINIMAL) => ({
  ...configuration,
  notifications,
});

test.each([
  { emails: ['team@example.com', 'first.last+images@mail.example.co.uk'] },
  { topicArn: TOPIC },
  { topicArn: 'arn:aws-cn:sns:cn-north-1:111111111111:team' },
])('people are told by e-mail or by a topic: %j', (notifications) => {
  expect(define(telling(notifications)).notifications).toEqual(notifications);
});

test.each([
  ['team', 'an e-mail address', "'team@example.com'"],
  ['Team <team@example.com>', 'an e-mail address', "write 'team@example.com'"],
  ['mailto:team@example.com', 'an e-mail address', "write 'team@example.com'"],
  ['a@example.com, b@example.com', 'an e-mail address', "'team@example.com'"],
  [42, 'an e-mail address', "'team@example.com'"],
])('rejects the address %j', (email, expected, fix) => {
  const path = 'notifications.emails[0]';
  expectMistake(telling({ emails: [email] }), { path, received: String(email), expected, fix });
});

test.each([
  ['team', 'arn:aws:sns:REGION:ACCOUNT:NAME', 'aws sns list-topics'],
  ['arn:aws:sqs:eu-west-1:111111111111:team', 'arn:aws:sns:REGION', 'aws sns list-topics'],
  [`${TOPIC}.fifo`, 'a standard topic', 'aws sns list-topics'],
  [TOPIC.replace('eu-west-1', 'eu-wst-1'), 'a topic in the code of an AWS region', 'aws sns list-topics'],
  [TOPIC.replace('aws', 'aws-cn'), 'an ARN of partition aws', 'aws sns list-topics'],
  [`${TOPIC}${'s'.repeat(97)}`, 'at most 100 characters, not 101', 'another one'],
])('rejects the topic %j', (topicArn, expected, fix) => {
  expectMistake(telling({ topicArn }), {
    path: 'notifications.topicArn',
    received: topicArn.slice(0, 40),
    expected,
    fix,
  });
});

test.each([
  [{}, 'neither', 'leave notifications out'],
  [{ emails: [] }, 'neither', "write emails: ['team@example.com']"],
  [{ emails: ['team@example.com'], topicArn: TOPIC }, 'emails and topicArn', 'remove emails'],
])('rejects %j: it is one of both', (notifications, received, fix) => {
  expectMistake(telling(notifications), { path: 'notifications', received, expected: 'one of both', fix });
});

test('rejects an address that is there already, in whatever capitals', () => {
  expectMistake(telling({ emails: ['team@example.com', 'Team@example.com'] }), {
    path: 'notifications.emails[1]',
    received: 'Team@example.com',
    expected: 'each address once',
    fix: 'remove it',
  });
});

test.each([
  [TOPIC.replace('eu-west-1', 'us-east-1'), 'region eu-west-1'],
  [TOPIC.replace('111111111111', '222222222222'), 'account 111111111111'],
])('rejects the topic %s of a pipeline elsewhere', (topicArn, expected) => {
  expectMistake(telling({ topicArn }, PLACED), {
    path: 'notifications.topicArn',
    received: topicArn,
    expected,
    fix: 'create one there',
  });
  expect(define(telling({ topicArn: TOPIC }, PLACED)).notifications).toEqual({ topicArn: TOPIC });
});

test('all mistakes are told at once, and none twice', () => {
  const { mistakes } = refusal(telling({ emails: ['team'], topicArn: 'theirs', slack: true }));
  expect(mistakes.map(({ path }) => path).sort()).toEqual([
    'notifications.emails[0]',
    'notifications.slack',
    'notifications.topicArn',
  ]);
});

test('a topic that exists is not told of findings elsewhere, which is warned of; addresses are told of all', () => {
  const elsewhere = withRelease({ region: 'us-east-1' });
  expect(warningsOf(define(elsewhere))).toEqual([]);
  expect(warningsOf(define(telling({ emails: ['team@example.com'] }, elsewhere)))).toEqual([]);
  expect(warningsOf(define(telling({ topicArn: TOPIC }, PLACED)))).toEqual([]);
  expect(warningsOf(define(telling({ topicArn: TOPIC }, elsewhere)))).toEqual([
    expect.stringMatching(/is not told of findings in Release,.*notifications\.emails instead/),
  ]);
});

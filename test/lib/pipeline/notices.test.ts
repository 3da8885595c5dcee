import { Match, Template } from 'aws-cdk-lib/assertions';
import { DistributionInput } from '../../../lib/config';
import { PipelineStack } from '../../../lib/pipeline/pipeline-stack';
import { exampleApp } from '../example-app';
import { exampleDistribution } from '../example-distribution';

const TOPIC = 'arn:aws:sns:eu-west-1:111111111111:team';
const PIPELINE = { account: '111111111111', region: 'eu-west-1' };

function template(changes: Partial<DistributionInput>): Template {
  const distribution = exampleDistribution(changes);
  return Template.fromStack(new PipelineStack(exampleApp(), 'PipelineStack', { distribution }));
}

const telling = template({ notifications: { emails: ['team@example.com', 'other@example.com'] } });
const tellingTheirs = template({ pipeline: PIPELINE, notifications: { topicArn: TOPIC } });

function rules(of: Template) {
  return Object.values(of.findResources('AWS::Events::Rule')) as {
    Properties: { Name: string; EventPattern: object; Targets: { Arn: unknown; InputTransformer: object }[] };
  }[];
}

const names = (of: Template) =>
  rules(of)
    .map(({ Properties }) => Properties.Name)
    .sort();

test('nothing is made where nobody is to be told', () => {
  const silent = JSON.stringify(template({}).toJSON());
  expect(silent).not.toMatch(/sns|AWS::Events|otices/i);
});

test('addresses get a topic of the distribution’s name, each a subscription that it keeps if another goes', () => {
  telling.hasResourceProperties('AWS::SNS::Topic', { TopicName: 'slipway-notices' });
  const ids = (of: Template) => Object.keys(of.findResources('AWS::SNS::Subscription'));
  expect(ids(telling)).toHaveLength(2);
  const without = template({ notifications: { emails: ['other@example.com'] } });
  expect(ids(telling)).toContain(ids(without)[0]);
  without.hasResourceProperties('AWS::SNS::Subscription', {
    Protocol: 'email',
    Endpoint: 'other@example.com',
  });
});

test('the topic is published to over TLS only, and by EventBridge without a condition that it could not meet', () => {
  telling.hasResourceProperties('AWS::SNS::TopicPolicy', {
    PolicyDocument: {
      Statement: [
        Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        {
          Sid: 'LetEventBridgePublish',
          Effect: 'Allow',
          Action: 'sns:Publish',
          Principal: { Service: 'events.amazonaws.com' },
          Resource: Match.anyValue(),
        },
      ],
    },
  });
});

test('a topic that exists is not touched: its owner is told what its policy needs', () => {
  for (const type of ['AWS::SNS::Topic', 'AWS::SNS::TopicPolicy', 'AWS::SNS::Subscription'])
    tellingTheirs.resourceCountIs(type, 0);
  const [{ Value }] = Object.values(tellingTheirs.findOutputs('*')).filter(({ Value: value }) =>
    String(value).includes('LetEventBridgePublish'),
  ) as { Value: string }[];
  expect(JSON.parse(Value)).toMatchObject({ Effect: 'Allow', Action: 'sns:Publish', Resource: TOPIC });
});

test.each([
  ['its own', telling, { Ref: Match.stringLikeRegexp('^NoticesTopic') }],
  ['theirs', tellingTheirs, TOPIC],
])('the approval tells the topic, %s, under its own role', (_whose, of, topic) => {
  of.hasResourceProperties('AWS::CodePipeline::Pipeline', {
    Stages: Match.arrayWith([
      Match.objectLike({
        Name: 'Release',
        Actions: Match.arrayWith([
          Match.objectLike({ Name: 'Approve', Configuration: Match.objectLike({ NotificationArn: topic }) }),
        ]),
      }),
    ]),
  });
  of.hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: { Statement: [{ Effect: 'Allow', Action: ['sns:Publish'], Resource: [topic] }] },
    Roles: [{ Ref: 'PipelineReleaseApproveCodePipelineActionRole8E289A01' }],
  });
});

test('of the events of one failure the action’s alone is told, and a rejection by a rule of its own', () => {
  const ofPipeline = rules(telling).filter(({ Properties }) =>
    JSON.stringify(Properties.EventPattern).includes('aws.codepipeline'),
  );
  const categories = ofPipeline.map(({ Properties: { EventPattern } }) => {
    expect(EventPattern).toMatchObject({
      'detail-type': ['CodePipeline Action Execution State Change'],
      detail: { pipeline: ['slipway'], state: ['FAILED'] },
    });
    return (EventPattern as { detail: { type: { category: unknown } } }).detail.type.category;
  });
  expect(categories).toEqual([[{ 'anything-but': ['Approval'] }], ['Approval']]);
});

test('the pipeline’s topic tells of findings in Master and Release as far as they are where the pipeline is', () => {
  expect(names(telling)).toEqual([
    'slipway-notice-critical-findings',
    'slipway-notice-failed',
    'slipway-notice-high-findings',
    'slipway-notice-not-approved',
  ]);
  telling.hasResourceProperties('AWS::Events::Rule', {
    Name: 'slipway-notice-critical-findings',
    EventPattern: {
      detail: { 'repository-name': [{ wildcard: 'slipway/*/master' }, { wildcard: 'slipway/*/release' }] },
    },
  });
  const notifications = { emails: ['team@example.com'] };
  const elsewhere = { account: '222222222222' };
  template({ pipeline: PIPELINE, notifications, stages: { Release: elsewhere } }).hasResourceProperties(
    'AWS::Events::Rule',
    {
      Name: 'slipway-notice-high-findings',
      EventPattern: { detail: { 'repository-name': [{ wildcard: 'slipway/*/master' }] } },
    },
  );
  expect(
    names(template({ pipeline: PIPELINE, notifications, stages: { Master: elsewhere, Release: elsewhere } })),
  ).toEqual(['slipway-notice-failed', 'slipway-notice-not-approved']);
});

describe('with a stage in another account, which needs a key for the artifacts', () => {
  const notifications = { emails: ['team@example.com'] };
  const encrypted = template({
    pipeline: PIPELINE,
    notifications,
    stages: { Development: { account: '222222222222' } },
  });
  const key = { 'Fn::GetAtt': [Match.stringLikeRegexp('^ArtifactsKey'), 'Arn'] };
  const isOfTopic = (topic: unknown) => ({
    StringEquals: { 'kms:EncryptionContext:aws:sns:topicArn': topic },
  });

  test('the topic has that key, which EventBridge and the approval may use for the topic alone', () => {
    encrypted.hasResourceProperties('AWS::SNS::Topic', { KmsMasterKeyId: key });
    const arn = 'arn:aws:sns:eu-west-1:111111111111:slipway-notices';
    encrypted.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([
          {
            Sid: 'LetEventBridgePublish',
            Effect: 'Allow',
            Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
            Principal: { Service: 'events.amazonaws.com' },
            Resource: ['*'],
            Condition: isOfTopic(arn),
          },
        ]),
      },
    });
    const [policy] = Object.values(
      encrypted.findResources('AWS::IAM::Policy', {
        Properties: { Roles: [{ Ref: 'PipelineReleaseApproveCodePipelineActionRole8E289A01' }] },
      }),
    ) as { Properties: { PolicyDocument: { Statement: { Action: string[] }[] } } }[];
    expect(policy.Properties.PolicyDocument.Statement).toEqual([
      expect.objectContaining({ Action: ['sns:Publish'] }),
      {
        Effect: 'Allow',
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: [{ 'Fn::GetAtt': [expect.stringMatching(/^ArtifactsKey/), 'Arn'] }],
        Condition: isOfTopic({ Ref: expect.stringMatching(/^NoticesTopic/) as string }),
      },
    ]);
  });

  test.each([
    ['without such a stage', template({ pipeline: PIPELINE, notifications })],
    [
      'with a topic that exists',
      template({
        pipeline: PIPELINE,
        notifications: { topicArn: TOPIC },
        stages: { Development: { account: '222222222222' } },
      }),
    ],
  ])('%s nobody gets a key for it', (_what, of) => {
    const all = JSON.stringify(of.toJSON());
    expect(all).not.toMatch(/KmsMasterKeyId|aws:sns:topicArn/);
    expect(all).toContain('LetEventBridgePublish');
  });
});

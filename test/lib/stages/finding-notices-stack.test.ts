import { Template } from 'aws-cdk-lib/assertions';
import { FindingNoticesStack } from '../../../lib/stages/finding-notices-stack';
import { exampleApp } from '../example-app';

const stack = new FindingNoticesStack(exampleApp(), 'FindingNotices', {
  distributionName: 'slipway',
  stageName: 'Master',
  emails: ['team@example.com', 'other@example.com'],
});
const template = Template.fromStack(stack);

test('the topic, its rules and all they tell of are those of the one stage, so that two can be in one place', () => {
  template.hasResourceProperties('AWS::SNS::Topic', { TopicName: 'slipway-notices-master' });
  const rules = Object.values(template.findResources('AWS::Events::Rule')) as {
    Properties: { Name: string; EventPattern: { detail: object } };
  }[];
  expect(rules.map(({ Properties }) => Properties.Name).sort()).toEqual([
    'slipway-critical-findings-master',
    'slipway-high-findings-master',
  ]);
  for (const { Properties } of rules)
    expect(Properties.EventPattern.detail).toMatchObject({
      'repository-name': [{ wildcard: 'slipway/*/master' }],
    });
});

test('the longest name of a distribution has room in the names of topic and rules', () => {
  const longest = new FindingNoticesStack(exampleApp(), 'FindingNotices', {
    distributionName: 'a'.repeat(32),
    stageName: 'Release',
    emails: ['team@example.com'],
  });
  // Names that are too long stop the synth.
  Template.fromStack(longest).resourceCountIs('AWS::Events::Rule', 2);
});

test('each address hears of them', () => {
  const subscriptions = Object.values(template.findResources('AWS::SNS::Subscription'));
  expect(subscriptions.map(({ Properties }) => (Properties as { Endpoint: string }).Endpoint)).toEqual([
    'team@example.com',
    'other@example.com',
  ]);
});

test('the stack has the tag by which the deploy role knows it', () => {
  expect(stack.tags.tagValues()).toEqual({ 'slipway:distribution': 'slipway' });
});

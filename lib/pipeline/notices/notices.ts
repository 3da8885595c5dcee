import { CfnOutput, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Distribution } from '../../config';
import { noticeRuleName, topicName } from '../../names';
import { noticeRules } from './notice-rules';

export interface NoticesProps {
  readonly distribution: Distribution;

  /** Who is told. */
  readonly notifications: NonNullable<Distribution['notifications']>;

  /** Address of the pipeline in the console, without what it shows of it. */
  readonly pipelineUrl: string;
}

/**
 * Tells people by one topic what they would else have to look for: what waits for them, what failed, what was found.
 *
 * A topic of our own has no key: what is published is sent by e-mail, in the clear, and SNS keeps none of it. A key would
 * let CloudFormation's role set up any key that has no alias, and cost a dollar a month.
 */
export class Notices extends Construct {
  readonly topic: sns.ITopic;

  constructor(scope: Construct, id: string, props: NoticesProps) {
    super(scope, id);
    const { distribution, notifications, pipelineUrl } = props;
    const { topicArn, emails = [] } = notifications;
    this.topic =
      topicArn === undefined ? this.ownTopic(distribution.name, emails) : this.existingTopic(topicArn);
    for (const { use, text, ...rule } of noticeRules(distribution, `${pipelineUrl}/executions`)) {
      const target: events.IRuleTarget = {
        bind: () => ({ arn: this.topic.topicArn, input: events.RuleTargetInput.fromText(text) }),
      };
      new events.Rule(this, use, {
        ...rule,
        ruleName: noticeRuleName(distribution.name, use),
        targets: [target],
      });
    }
  }

  private ownTopic(distributionName: string, emails: readonly string[]): sns.ITopic {
    const topic = new sns.Topic(this, 'Topic', {
      topicName: topicName(distributionName),
      displayName: distributionName,
      enforceSSL: true,
    });
    topic.addToResourcePolicy(publishStatement(topic));
    for (const endpoint of emails) {
      // By its address, so that no other one has to be confirmed again when one goes.
      new sns.Subscription(this, endpoint, { topic, protocol: sns.SubscriptionProtocol.EMAIL, endpoint });
    }
    return topic;
  }

  /** `AWS::SNS::TopicPolicy` would take the place of the policy that its owner has given it. */
  private existingTopic(topicArn: string): sns.ITopic {
    const topic = sns.Topic.fromTopicArn(this, 'Topic', topicArn);
    new CfnOutput(this, 'TopicPolicy', {
      description: 'For the owner of the topic: a statement that its policy needs',
      value: Stack.of(this).toJsonString(publishStatement(topic).toStatementJson()),
    });
    return topic;
  }
}

/**
 * Lets EventBridge publish, from whichever rule: it tells SNS no source, so that a condition would never be met.
 *
 * (Amazon EventBridge User Guide, "Amazon SNS permissions"; CodePipeline publishes under the role of its action, to
 * which the account's policies apply.)
 */
function publishStatement(topic: sns.ITopic): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: 'LetEventBridgePublish',
    principals: [new iam.ServicePrincipal('events.amazonaws.com')],
    actions: ['sns:Publish'],
    resources: [topic.topicArn],
  });
}

import { CfnOutput, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { StageName } from '../config';
import { noticeRuleName, topicName } from '../names';
import { NoticeRule } from './notice-rule';

export interface NoticesProps {
  readonly distributionName: string;

  /**
   * Stage that tells of its own findings, elsewhere than the pipeline.
   *
   * @default - they are the pipeline's
   */
  readonly stageName?: StageName;

  /** What EventBridge tells. */
  readonly rules: readonly NoticeRule[];

  /**
   * Who is told, by a topic that is made.
   *
   * @default - nobody but by the topic that exists
   */
  readonly emails?: readonly string[];

  /**
   * A topic that exists already.
   *
   * @default - one is made
   */
  readonly topicArn?: string;
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
    const { distributionName, stageName, topicArn, emails = [] } = props;
    this.topic =
      topicArn === undefined
        ? this.ownTopic(distributionName, topicName(distributionName, stageName), emails)
        : this.existingTopic(topicArn);
    for (const { use, text, ...rule } of props.rules) {
      const target: events.IRuleTarget = {
        bind: () => ({ arn: this.topic.topicArn, input: events.RuleTargetInput.fromText(text) }),
      };
      new events.Rule(this, use, {
        ...rule,
        ruleName: noticeRuleName(distributionName, use, stageName),
        targets: [target],
      });
    }
  }

  private ownTopic(displayName: string, name: string, emails: readonly string[]): sns.ITopic {
    const topic = new sns.Topic(this, 'Topic', { topicName: name, displayName, enforceSSL: true });
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

import { CfnOutput, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
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

  /**
   * Key of the topic that is made.
   *
   * @default - it has none
   */
  readonly key?: kms.IKey;
}

/** What it takes to publish to a topic under a key ("Key management", Amazon SNS Developer Guide). */
const PUBLISH_UNDER_KEY = ['kms:Decrypt', 'kms:GenerateDataKey'];

/**
 * Tells people by one topic what they would else have to look for: what waits for them, what failed, what was found.
 *
 * A topic of our own has the key that the distribution has anyway, or none: what is published is sent by e-mail, in the
 * clear, and SNS keeps none of it. A key of its own would let CloudFormation's role set up any key that has no alias, and
 * cost a dollar a month.
 */
export class Notices extends Construct {
  readonly topic: sns.ITopic;

  /** What the topic is for whoever publishes, beside the topic. */
  private readonly key?: kms.IKey;

  constructor(scope: Construct, id: string, props: NoticesProps) {
    super(scope, id);
    const { distributionName, stageName, topicArn, emails = [] } = props;
    this.key = topicArn === undefined ? props.key : undefined;
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

  /** Lets a role publish, where the topic's own grant does not suffice: under its key. */
  grantKey(grantee: iam.IGrantable): void {
    if (!this.key) return;
    grantee.grantPrincipal.addToPrincipalPolicy(
      new iam.PolicyStatement({
        actions: PUBLISH_UNDER_KEY,
        resources: [this.key.keyArn],
        conditions: forTopic(this.topic.topicArn),
      }),
    );
  }

  private ownTopic(displayName: string, name: string, emails: readonly string[]): sns.ITopic {
    const topic = new sns.Topic(this, 'Topic', {
      topicName: name,
      displayName,
      enforceSSL: true,
      masterKey: this.key,
    });
    topic.addToResourcePolicy(publishStatement(topic));
    this.key?.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'LetEventBridgePublish',
        principals: [new iam.ServicePrincipal('events.amazonaws.com')],
        actions: PUBLISH_UNDER_KEY,
        resources: ['*'],
        // By its name: the topic refers to the key already.
        conditions: forTopic(Stack.of(this).formatArn({ service: 'sns', resource: name })),
      }),
    );
    for (const endpoint of emails) {
      // By its address, so that no other one has to be confirmed again when one goes.
      new sns.Subscription(this, endpoint, { topic, protocol: sns.SubscriptionProtocol.EMAIL, endpoint });
    }
    // CDK's own grants would be of the key for whatever it encrypts.
    return sns.Topic.fromTopicArn(this, 'WithoutKey', topic.topicArn);
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
 * Holds the use of a key to one topic, so that it opens nothing else that the key encrypts.
 *
 * S3 names its object or bucket in the encryption context ("Using server-side encryption with AWS KMS keys", Amazon S3
 * User Guide), and SNS its topic: no page of AWS that we know says so, but policies rely on it for other services
 * (dxw/terraform-dxw-dalmatian-account-bootstrap, `cloudwatch-sns-allow-encrypt.json.tpl`).
 */
function forTopic(topicArn: string): object {
  return { StringEquals: { 'kms:EncryptionContext:aws:sns:topicArn': topicArn } };
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

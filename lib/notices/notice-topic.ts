import * as iam from 'aws-cdk-lib/aws-iam';
import * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

export interface NoticeTopicProps {
  readonly topicName: string;

  /** Whom its e-mails are from, as their reader sees it. */
  readonly displayName: string;

  /** Who hears what it is told, once the address is confirmed. */
  readonly emails: readonly string[];
}

/** A topic that EventBridge tells, over TLS only, and that tells people by e-mail. */
export function noticeTopic(scope: Construct, { emails, ...props }: NoticeTopicProps): sns.ITopic {
  const topic = new sns.Topic(scope, 'Topic', { ...props, enforceSSL: true });
  topic.addToResourcePolicy(publishStatement(topic));
  for (const endpoint of emails) {
    // By its address, so that no other one has to be confirmed again when one goes.
    new sns.Subscription(scope, endpoint, { topic, protocol: sns.SubscriptionProtocol.EMAIL, endpoint });
  }
  return topic;
}

/**
 * Lets EventBridge publish, from whichever rule: it tells SNS no source, so that a condition would never be met.
 *
 * (Amazon EventBridge User Guide, "Amazon SNS permissions"; CodePipeline publishes under the role of its action, to
 * which the account's policies apply.)
 */
export function publishStatement(topic: sns.ITopic): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: 'LetEventBridgePublish',
    principals: [new iam.ServicePrincipal('events.amazonaws.com')],
    actions: ['sns:Publish'],
    resources: [topic.topicArn],
  });
}

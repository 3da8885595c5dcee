import { CfnOutput, Stack } from 'aws-cdk-lib';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Distribution } from '../../config';
import { withFindings } from '../../config/stages-with-findings';
import { noticeRuleName, topicName } from '../../names';
import { findingRules } from '../../notices/finding-rules';
import { addNoticeRules } from '../../notices/notice-rules';
import { noticeTopic, publishStatement } from '../../notices/notice-topic';
import { actionRules } from './action-rules';

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
 * What is found elsewhere is told there, by stacks of the stages. A topic of our own has no key: what is published is
 * sent by e-mail, in the clear, and SNS keeps none of it. A key would let CloudFormation's role set up any key that has
 * no alias, and cost a dollar a month.
 */
export class Notices extends Construct {
  readonly topic: sns.ITopic;

  constructor(scope: Construct, id: string, props: NoticesProps) {
    super(scope, id);
    const { distribution, notifications, pipelineUrl } = props;
    const { name } = distribution;
    const { topicArn, emails = [] } = notifications;
    this.topic =
      topicArn === undefined
        ? noticeTopic(this, { topicName: topicName(name), displayName: name, emails })
        : this.existingTopic(topicArn);
    const rules = [
      ...actionRules(name, `${pipelineUrl}/executions`),
      ...findingRules(name, withFindings(distribution).besidePipeline),
    ];
    addNoticeRules(this, this.topic, rules, (use) => noticeRuleName(name, use));
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

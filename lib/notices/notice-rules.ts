import * as events from 'aws-cdk-lib/aws-events';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { NoticeUse } from '../names';

/** Events that are told, and what of each a person reads. */
export interface NoticeRule {
  readonly use: NoticeUse;
  readonly description: string;
  readonly eventPattern: events.EventPattern;

  /** One line; a field that an event does not have is left out of it. */
  readonly text: string;
}

/**
 * Has rules of EventBridge tell a topic.
 *
 * @param nameOf Name of the rule of each use.
 */
export function addNoticeRules(
  scope: Construct,
  topic: sns.ITopic,
  rules: readonly NoticeRule[],
  nameOf: (use: NoticeUse) => string,
): void {
  for (const { use, text, ...rule } of rules) {
    const target: events.IRuleTarget = {
      bind: () => ({ arn: topic.topicArn, input: events.RuleTargetInput.fromText(text) }),
    };
    new events.Rule(scope, use, { ...rule, ruleName: nameOf(use), targets: [target] });
  }
}

/** A field of what an event says, within a text. */
export function field(name: string): string {
  return events.EventField.fromPath(`$.detail.${name}`);
}

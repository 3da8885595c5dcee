import { partitionOf } from '../regions';
import { region } from './aws-fields';
import type { Check } from './fields';

/** As people write addresses; what SNS cannot deliver to, it says at the deployment. */
const EMAIL = /^[A-Za-z0-9.!#$%&'*+=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/;

/** The longest name of a topic that the permissions boundary has room for, whatever else is in it. */
const MAX_TOPIC_NAME_LENGTH = 100;

/** (Amazon SNS API Reference, "CreateTopic": the name of a topic) */
const TOPIC_ARN = /^arn:aws(-[a-z]+)*:sns:[a-z]+(-[a-z]+)+-\d+:\d{12}:[A-Za-z0-9_-]{1,256}$/;

export const emailAddress: Check = (value) => {
  const address = typeof value === 'string' ? value : '';
  if (EMAIL.test(address)) return undefined;
  const bare = /<([^<>]*)>/.exec(address)?.[1] ?? address.trim().replace(/^mailto:/, '');
  return {
    expected: 'an e-mail address and nothing else',
    fix: bare !== address && EMAIL.test(bare) ? `write '${bare}'` : "write one such as 'team@example.com'",
  };
};

export const topicArn: Check = (value) => {
  const fix = 'copy it from the output of `aws sns list-topics`, or name e-mail addresses as emails';
  const text = typeof value === 'string' ? value : '';
  if (text.endsWith('.fifo')) {
    return {
      expected: 'the ARN of a standard topic: CodePipeline and EventBridge give a message no group',
      fix,
    };
  }
  if (!TOPIC_ARN.test(text)) {
    return { expected: 'the ARN of an SNS topic, arn:aws:sns:REGION:ACCOUNT:NAME', fix };
  }
  const [, partition, , where, , name] = text.split(':');
  if (name.length > MAX_TOPIC_NAME_LENGTH) {
    return {
      expected: `a topic whose name has at most ${MAX_TOPIC_NAME_LENGTH} characters, not ${name.length}: a policy of the account names it`,
      fix: 'name e-mail addresses as emails, or subscribe what the topic serves to another one',
    };
  }
  const mistake = region(where);
  if (mistake) return { expected: `the ARN of a topic in ${mistake.expected}`, fix };
  const actual = partitionOf(where);
  return partition === actual
    ? undefined
    : { expected: `an ARN of partition ${actual}, in which ${where} is, not of ${partition}`, fix };
};

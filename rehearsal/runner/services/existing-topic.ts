import { LocalAccount } from '../../../emulators/account/local-account';
import { callSns } from '../../../emulators/account/clients/topic-subscriber';

/** The topic that a configuration says exists already, whose owner has done what the pipeline's stack asks for. */
export async function createExistingTopic(account: LocalAccount, topicArn: string): Promise<void> {
  await callSns(account, 'CreateTopic', { Name: topicArn.split(':')[5] });
  const statement = {
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sns:Publish',
    Resource: topicArn,
  };
  await callSns(account, 'SetTopicAttributes', {
    TopicArn: topicArn,
    AttributeName: 'Policy',
    AttributeValue: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
  });
}

import distribution from '../../../distribution.config';
import type { StageName } from '../../../lib/config';
import { topicName } from '../../../lib/names';
import { TopicSubscriber } from '../../../emulators/account/clients/topic-subscriber';
import { LocalAccount } from '../../../emulators/account/local-account';

/** Somebody who has subscribed to the pipeline's topic, or to that of a stage which tells of its findings itself. */
export function teamOf(place: LocalAccount, stage?: StageName): Promise<TopicSubscriber> {
  const topic = topicName(distribution.name, stage);
  return TopicSubscriber.subscribe(place, `arn:aws:sns:${place.region}:${place.accountId}:${topic}`);
}

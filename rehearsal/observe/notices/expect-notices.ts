import { expectEqual } from '../expect';
import { TopicSubscriber } from '../../../emulators/account/clients/topic-subscriber';

/** What is told when the release of a commit waits for its approval. */
export function waits(commit: string): RegExp {
  return new RegExp(`"actionName":"Approve".*Release commit ${commit} `);
}

/** Checks that a subscriber has heard each of these once since the last time, in whatever order, and nothing else. */
export async function expectNotices(
  subscriber: TopicSubscriber,
  ...expected: readonly RegExp[]
): Promise<void> {
  for (const notice of expected) await subscriber.hears(notice);
  const heard = subscriber.received.splice(0).map(({ text }) => text);
  for (const notice of expected) {
    const alike = heard.filter((text) => notice.test(text));
    expectEqual(`notices like ${String(notice)}`, alike.length, 1);
  }
  const others = heard.filter((text) => !expected.some((notice) => notice.test(text)));
  expectEqual('other notices', others, []);
}

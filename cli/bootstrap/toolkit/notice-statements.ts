import type { Settings } from '../settings/settings';
import type { StageName } from '../../../lib/config/distribution';
import { Statement } from './policy-document';

/** What is allowed on a topic that the stack makes itself, and never on one that was there before. */
const OF_OWN_TOPIC = ['LookAfterTheTopic', 'EndItsSubscriptions'];

/** What the role of the approval needs to tell of it. */
const OF_APPROVAL = 'TellOfApprovals';

/** How the documents name the topic that the stack makes. */
const OWN_TOPIC = /^arn:.*:sns:.*-notices$/;

/** How the document for stages elsewhere than the pipeline names their topics and rules: it takes them for Release. */
const OF_RELEASE = /(?<=-(?:notices|findings)-)release$/;

/**
 * The statements of that document for the stages of an environment.
 *
 * @param stages Those of whose findings people are told there; with none, the statements stay as they are.
 */
export function ofFindings(
  stages: readonly StageName[],
  statements: readonly Statement[],
): readonly Statement[] {
  if (stages.length === 0) return statements;
  const names = stages.map((stage) => stage.toLowerCase());
  const replaced = (_key: string, value: unknown) => {
    if (Array.isArray(value)) return value.flat() as unknown[];
    if (typeof value !== 'string' || !OF_RELEASE.test(value)) return value;
    const all = names.map((name) => value.replace(OF_RELEASE, name));
    return all.length === 1 ? all[0] : all;
  };
  return JSON.parse(JSON.stringify(statements), replaced) as Statement[];
}

/**
 * The statements of a document where the configuration tells nobody, or by a topic that was there before.
 *
 * The shipped documents are for the topic that the stack makes. Another one is published to, and nothing else.
 */
export function withNotices(
  statements: readonly Statement[],
  notifications: Settings['notifications'],
): readonly Statement[] {
  if (!notifications) return statements.filter(({ Sid }) => Sid !== OF_APPROVAL);
  const { topicArn } = notifications;
  if (topicArn === undefined) return statements;
  const replaced = (_key: string, value: unknown) =>
    typeof value === 'string' && OWN_TOPIC.test(value) ? topicArn : value;
  const others = statements.filter(({ Sid = '' }) => !OF_OWN_TOPIC.includes(Sid));
  return JSON.parse(JSON.stringify(others), replaced) as Statement[];
}

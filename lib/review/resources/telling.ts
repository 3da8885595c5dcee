import { Resolver } from '../state/resolve';
import type { Resource, ReviewedStack } from '../state/stack';
import { asText, shown } from '../values';

/** Characters of what a pattern asks for that are shown: whoever is told has to have room in a short review, too. */
const MAX_WORDS = 80;

/** Properties that say what is sent where, and in which words; what has others is not judged. */
const OF_SUBSCRIPTION = ['Endpoint', 'Protocol', 'TopicArn'];
const OF_RULE = ['Description', 'EventPattern', 'Name', 'State', 'Targets'];
const OF_TARGET = ['Arn', 'Id', 'Input', 'InputTransformer'];

interface Rule {
  readonly EventPattern?: { readonly source?: unknown; readonly 'detail-type'?: unknown } | null;
  readonly Targets?: unknown;
}

/** What a new subscription to a topic, or a new rule of EventBridge, sends to whom. */
export function telling(stack: ReviewedStack, { Type, Properties = {} }: Resource): string | undefined {
  if (Type === 'AWS::SNS::Subscription' && hasOnly(Properties, OF_SUBSCRIPTION) && 'TopicArn' in Properties) {
    const { Endpoint, Protocol, TopicArn } = Properties;
    return `sends what ${topicOf(stack, TopicArn)} tells to ${shown(Endpoint)} (${shown(Protocol)})`;
  }
  if (Type !== 'AWS::Events::Rule' || !hasOnly(Properties, OF_RULE)) return undefined;
  const { EventPattern, Targets } = Properties as Rule;
  const { source, 'detail-type': type } = EventPattern ?? {};
  if (!source || !type || !Array.isArray(Targets) || Targets.length === 0) return undefined;
  if (!Targets.every((target) => hasOnly(target, OF_TARGET) && 'Arn' in target)) return undefined;
  const to = (Targets as { Arn: unknown }[]).map(({ Arn }) => topicOf(stack, Arn)).join(' and ');
  // Whatever else the pattern asks for only makes them fewer.
  return `sends events of ${words(source)} (${words(type)}) to ${to}`;
}

function words(values: unknown): string {
  return shown([values].flat().map(asText).join(' and '), MAX_WORDS);
}

function hasOnly(value: unknown, names: readonly string[]): value is object {
  return (
    typeof value === 'object' && value !== null && Object.keys(value).every((name) => names.includes(name))
  );
}

/** A topic by its name where it is of the same stack. */
function topicOf(stack: ReviewedStack, arn: unknown): string {
  const resolver = new Resolver(stack);
  const { Ref } = (arn ?? {}) as { readonly Ref?: unknown };
  const topic = typeof Ref === 'string' ? stack.template.Resources?.[Ref] : undefined;
  const name = topic?.Type === 'AWS::SNS::Topic' ? topic.Properties?.TopicName : undefined;
  return name === undefined ? resolver.text(arn) : `the topic ${resolver.text(name)}`;
}

import { Change, RESOURCE, Severity, WEIGHT } from '../change';
import type { Comparison } from '../comparison';
import { Resolver } from '../state/resolve';
import { keyOf, ReviewedStack } from '../state/stack';
import { differing, shown, without } from '../values';

type Properties = Readonly<Record<string, unknown>>;

/** What builds do, with which rights and where: commands cannot be evaluated, so that other ones are shown as widened. */
export function buildChanges({ before, after }: Comparison): Change[] {
  const [was, is] = [projects(before), projects(after)];
  return [...is].flatMap(([key, { stack, name, properties }]) => {
    const old = was.get(key)?.properties;
    return findings(old, properties).map(({ phrase, severity }) => ({
      kind: 'build' as const,
      severity,
      stage: stack.stage,
      resource: name,
      phrase,
      weight: severity === 'widened' ? WEIGHT.build : WEIGHT.detail,
      tells: [key],
    }));
  });
}

interface Project {
  readonly stack: ReviewedStack;
  readonly name: string;
  readonly properties: Properties;
}

function projects(state: readonly ReviewedStack[]): ReadonlyMap<string, Project> {
  return new Map(
    state.flatMap((stack) => {
      const resolver = new Resolver(stack);
      return Object.entries(stack.template.Resources ?? {})
        .filter(([, { Type }]) => Type === 'AWS::CodeBuild::Project')
        .map(([logicalId, { Properties: given }]) => [
          `${keyOf(stack)}/${logicalId}`,
          {
            stack,
            name: resolver.nameOf(logicalId),
            properties: resolver.resolve(given ?? {}) as Properties,
          },
        ]);
    }),
  );
}

interface Finding {
  readonly phrase: string;
  readonly severity: Severity;
}

const DETAILS = [
  'Description',
  'TimeoutInMinutes',
  'QueuedTimeoutInMinutes',
  'ConcurrentBuildLimit',
  'Tags',
  'Cache',
];

function findings(was: Properties | undefined, is: Properties): Finding[] {
  const [before, after] = [commands(was), commands(is)];
  if (!was)
    return after.map((command) => ({
      phrase: `the build ${RESOURCE} runs: ${shown(command)}`,
      severity: 'widened',
    }));
  const added = after.filter((command) => !before.includes(command));
  const removed = before.filter((command) => !after.includes(command));
  const isReordered = added.length + removed.length === 0 && before.join('\n') !== after.join('\n');
  return [
    ...added.map((command): Finding => ({
      phrase: `the build ${RESOURCE} also runs: ${shown(command)}`,
      severity: 'widened',
    })),
    ...removed.map((command): Finding => ({
      phrase: `the build ${RESOURCE} no longer runs: ${shown(command)}`,
      severity: 'widened',
    })),
    ...(isReordered
      ? [{ phrase: `the build ${RESOURCE} runs its commands in another order`, severity: 'widened' as const }]
      : []),
    ...differing(others(was), others(is)).map(({ name, was: old, is: now }): Finding => ({
      phrase: `${name} of the build ${RESOURCE} is ${shown(now)} in place of ${shown(old)}`,
      severity: DETAILS.includes(name) ? 'other' : 'widened',
    })),
  ];
}

interface Buildspec {
  readonly phases?: Readonly<Record<string, { readonly commands?: unknown } & Properties>>;
  readonly [section: string]: unknown;
}

/** The commands of all phases, in the order in which they stand. */
function commands(properties: Properties | undefined): string[] {
  const { phases = {} } = buildspec(properties);
  return Object.values(phases).flatMap(({ commands: all }) => [all ?? []].flat().map(String));
}

/** Everything but the commands: what the buildspec says besides, and the other properties. */
function others(properties: Properties): Properties {
  const { phases = {}, ...sections } = buildspec(properties);
  const settings = Object.entries(phases).flatMap(([phase, properties]) =>
    Object.entries(without(properties, 'commands')).map(
      ([name, value]) => [`${name} (${phase})`, value] as const,
    ),
  );
  return {
    ...properties,
    Source: without((properties.Source ?? {}) as Properties, 'BuildSpec'),
    // Each on its own: an environment is long, and its privileges are what counts.
    ...Object.fromEntries(Object.entries((properties.Environment ?? {}) as Properties)),
    Environment: undefined,
    ...Object.fromEntries(
      Object.entries(sections).map(([name, value]) => [`${name} of the buildspec`, value]),
    ),
    ...Object.fromEntries(settings),
  };
}

/** A buildspec that cannot be read is compared as text. */
function buildspec(properties: Properties | undefined): Buildspec {
  const { BuildSpec: text } = (properties?.Source ?? {}) as { readonly BuildSpec?: unknown };
  if (typeof text !== 'string') return text === undefined ? {} : { text };
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : { text };
  } catch {
    return { text };
  }
}

import { Change, RESOURCE, Severity, WEIGHT } from '../change';
import type { Comparison } from '../comparison';
import { Resolver } from '../state/resolve';
import { keyOf, ReviewedStack } from '../state/stack';
import { differing, inPlace, isSame, shown, without } from '../values';

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

/** Characters of a command that are shown: what it runs may be at its end. */
const MAX_COMMAND = 1000;

/** How the builds of this project are set up: of a new one only what is otherwise is said. */
const PLAIN: Properties = {
  Artifacts: { Type: 'CODEPIPELINE' },
  ComputeType: 'BUILD_GENERAL1_SMALL',
  EncryptionKey: 'alias/aws/s3',
  ImagePullCredentialsType: 'CODEBUILD',
  PrivilegedMode: false,
  Source: { Type: 'CODEPIPELINE' },
  Type: 'LINUX_CONTAINER',
  'version of the buildspec': '0.2',
};

function created(is: Properties): Finding[] {
  const settings = differing(PLAIN, without(others(is), 'Name', ...DETAILS));
  return [
    ...[...commands(is).values()].flat().map((command): Finding => ({
      phrase: `the build ${RESOURCE} runs: ${shown(command, MAX_COMMAND)}`,
      severity: 'widened',
    })),
    ...settings
      .filter((setting) => setting.is !== undefined)
      .map((setting): Finding => ({
        phrase: `${setting.name} of the new build ${RESOURCE} is ${shown(setting.is)}`,
        severity: 'widened',
      })),
  ];
}

function findings(was: Properties | undefined, is: Properties): Finding[] {
  if (!was) return created(is);
  const phases = [commands(was), commands(is)];
  const [before, after] = phases.map((some) => [...some.values()].flat());
  const added = after.filter((command) => !before.includes(command));
  const removed = before.filter((command) => !after.includes(command));
  // `post_build` runs also after a build that failed: the phase counts as much as the order.
  const [old, now] = phases.map((some) =>
    [...some].map(([phase, all]) => [
      phase,
      all.filter((command) => !added.includes(command) && !removed.includes(command)),
    ]),
  );
  const isReordered = !isSame(Object.fromEntries(old), Object.fromEntries(now));
  return [
    ...added.map((command): Finding => ({
      phrase: `the build ${RESOURCE} also runs: ${shown(command, MAX_COMMAND)}`,
      severity: 'widened',
    })),
    ...removed.map((command): Finding => ({
      phrase: `the build ${RESOURCE} no longer runs: ${shown(command, MAX_COMMAND)}`,
      severity: 'widened',
    })),
    ...(isReordered
      ? [{ phrase: `the build ${RESOURCE} runs its commands in another order`, severity: 'widened' as const }]
      : []),
    ...differing(others(was), others(is)).map(({ name, was: old, is: now }): Finding => ({
      phrase: `${name} of the build ${RESOURCE} is ${inPlace(now, old)}`,
      severity: DETAILS.includes(name) ? 'other' : 'widened',
    })),
  ];
}

interface Buildspec {
  readonly phases?: Readonly<Record<string, { readonly commands?: unknown } & Properties>>;
  readonly [section: string]: unknown;
}

/** The commands of each phase, in the order in which they stand. */
function commands(properties: Properties): ReadonlyMap<string, readonly string[]> {
  const { phases = {} } = buildspec(properties);
  const all = Object.entries(phases).map(
    ([phase, { commands: some }]) => [phase, [some ?? []].flat().map(String)] as const,
  );
  return new Map(all.filter(([, some]) => some.length > 0));
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

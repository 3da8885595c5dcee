import { Change, Kind, RESOURCE, Severity, WEIGHT } from '../change';
import type { Comparison } from '../comparison';
import { asText, differing, inPlace, isSame, shown } from '../values';
import { approvalChanges, stackOf } from './approval-changes';
import { Action, Pipeline, pipelines } from './pipeline';

/** What becomes of the pipeline: its stages and actions, the approval above all, and its source. */
export function pipelineChanges(comparison: Comparison): Change[] {
  const [before, after] = [pipelines(comparison.before), pipelines(comparison.after)];
  return [...after].flatMap(([key, is]) => {
    const was = before.get(key);
    const findings = was
      ? [...stages(was, is), ...settings(was, is), ...actions(was.actions, is.actions)]
      : actions([], is.actions);
    return [
      ...approvalChanges(was, is, comparison),
      ...findings.map((finding) => ({ ...finding, stage: is.stage, tells: [key] })),
    ];
  });
}

type Finding = Omit<Change, 'stage' | 'tells'>;

function finding(resource: string, phrase: string, severity: Severity, kind: Kind = 'pipeline'): Finding {
  const weight =
    severity === 'widened' ? WEIGHT.pipeline : severity === 'narrowed' ? WEIGHT.narrowed : WEIGHT.detail;
  return { kind, severity, resource, phrase, weight };
}

function stages(was: Pipeline, is: Pipeline): Finding[] {
  if (isSame(was.stages, is.stages)) return [];
  const phrase = `the stages of the pipeline ${RESOURCE} are ${is.stages.join(', ')} in place of ${was.stages.join(', ')}`;
  return [finding(is.name, phrase, 'other')];
}

function settings(was: Pipeline, is: Pipeline): Finding[] {
  const renamed =
    was.name === is.name
      ? []
      : [finding(is.name, `the pipeline is called ${RESOURCE} in place of ${was.name}`, 'other')];
  return [
    ...renamed,
    ...differing(was.settings, is.settings).map(({ name, was: old, is: now }) =>
      finding(is.name, `${name} of the pipeline ${RESOURCE} is ${inPlace(now, old)}`, 'widened'),
    ),
  ];
}

function actions(was: readonly Action[], is: readonly Action[]): Finding[] {
  const [old, now] = [identified(was), identified(is)];
  const added = [...now].filter(([id]) => !old.has(id));
  const removed = [...old].filter(([id]) => !now.has(id)).map(([, action]) => action);
  const isMoved = (one: Action, other: Action) =>
    one.provider === other.provider &&
    stackOf(one) === stackOf(other) &&
    (stackOf(one) !== '' || one.name === other.name);
  return [
    ...added.flatMap(([id, action]) => {
      const from = removed.find((other) => isMoved(other, action));
      if (!from) return [addition(action, was)];
      return [
        finding(id, `the action ${RESOURCE} moves there from the stage ${from.stage}`, 'other'),
        ...altered(from, action, id),
      ];
    }),
    ...removed.filter((action) => !added.some(([, other]) => isMoved(action, other))).map(removal),
    ...[...now].flatMap(([id, action]) => {
      const before = old.get(id);
      return before ? altered(before, action, id) : [];
    }),
  ];
}

/** Actions by what they are called here: CDK calls one `Deploy` as long as its stage has no other one. */
function identified(all: readonly Action[]): ReadonlyMap<string, Action> {
  const byId = new Map<string, Action>();
  for (const action of all) {
    const id = `${action.stage}/${stackOf(action) || action.name}`;
    let count = 1;
    while (byId.has(count === 1 ? id : `${id} (${count})`)) count++;
    byId.set(count === 1 ? id : `${id} (${count})`, action);
  }
  return byId;
}

function addition(action: Action, known: readonly Action[]): Finding {
  const { stage, name, provider, settings } = action;
  if (provider === 'Deploy/CloudFormation') return deployment(action, known);
  if (provider === 'Approval/Manual')
    return finding(`${stage}/${name}`, `the action ${RESOURCE} asks for an approval`, 'narrowed', 'approval');
  const how = settings.Configuration === undefined ? '' : `: ${shown(settings.Configuration)}`;
  return finding(`${stage}/${name}`, `the action ${RESOURCE} (${provider}) is new${how}`, 'widened');
}

/** A stack that is deployed as others are already: from the same artifact, under the same roles. */
function deployment(action: Action, known: readonly Action[]): Finding {
  const others = known.filter(({ provider }) => provider === action.provider);
  const likeOthers = others.map((other) => differing(manner(other), manner(action)));
  const phrase = `the stage ${action.stage} deploys ${RESOURCE}`;
  if (likeOthers.some((differences) => differences.length === 0))
    return finding(stackOf(action), phrase, 'other');
  const fewest = likeOthers.reduce(
    (least, one) => (one.length < least.length ? one : least),
    differing({}, manner(action)),
  );
  const how = fewest.map(({ name, is }) => `${name} ${shown(is)}`).join(', ');
  return finding(stackOf(action), `${phrase} as no other one is, with ${how}`, 'widened');
}

/** How an action deploys, without what it deploys. */
function manner(action: Action): Record<string, unknown> {
  const { StackName: _, TemplatePath, TemplateConfiguration, ...others } = flat(action);
  const artifacts = [TemplatePath, TemplateConfiguration].map((file) =>
    file === undefined ? undefined : asText(file).replace(/::.*/s, ''),
  );
  return { ...others, artifact: [...new Set(artifacts.filter((one) => one !== undefined))] };
}

function removal(action: Action): Finding {
  const { stage, name, provider } = action;
  if (provider === 'Deploy/CloudFormation')
    return finding(stackOf(action), `the stage ${stage} no longer deploys ${RESOURCE}`, 'other');
  const isApproval = provider === 'Approval/Manual';
  const phrase = isApproval
    ? `the approval ${RESOURCE} is removed`
    : `the action ${RESOURCE} (${provider}) is removed`;
  return finding(
    `${stage}/${name}`,
    phrase,
    provider.startsWith('Source/') ? 'other' : 'widened',
    isApproval ? 'approval' : 'pipeline',
  );
}

/** Settings of actions that say nothing about what is done. */
const DETAILS = ['CustomData', 'ExternalEntityLink', 'NotificationArn', 'Namespace', 'TimeoutInMinutes'];

function altered(was: Action, is: Action, id: string): Finding[] {
  const kind: Kind = is.provider.startsWith('Source/') ? 'source' : 'pipeline';
  const order =
    was.runOrder === is.runOrder
      ? []
      : [finding(id, `the run order of ${RESOURCE} is ${is.runOrder} in place of ${was.runOrder}`, 'other')];
  const provider =
    was.provider === is.provider
      ? []
      : [finding(id, `the action ${RESOURCE} is a ${is.provider} in place of a ${was.provider}`, 'widened')];
  return [
    ...order,
    ...provider,
    ...differing(flat(was), flat(is)).map(({ name, was: old, is: now }) => {
      const severity = DETAILS.includes(name) || name === PROJECT_HASH ? 'other' : 'widened';
      return finding(id, `${name} of ${RESOURCE} is ${inPlace(now, old)}`, severity, kind);
    }),
  ];
}

/** What CDK makes of a build project's settings, so that its action is another one with them. */
const PROJECT_HASH = 'The hash of the build project';

/** An action's settings with its configuration among them, and the variables of its build one by one. */
function flat({ settings: { Configuration, ...others } }: Action): Record<string, unknown> {
  const { EnvironmentVariables, ...configuration } = (Configuration ?? {}) as Record<string, unknown>;
  const named = Object.entries(configuration).map(
    ([name, value]) =>
      [
        // The role of an action is another one than the role that it hands to CloudFormation.
        Object.hasOwn(others, name) ? `${name} in the configuration` : name,
        value,
      ] as const,
  );
  return { ...others, ...Object.fromEntries(named), ...variables(EnvironmentVariables) };
}

function variables(text: unknown): Record<string, unknown> {
  if (text === undefined) return {};
  const all = parsed(text);
  if (!all || new Set(all.map(({ name }) => name)).size < all.length) return { EnvironmentVariables: text };
  return Object.fromEntries(
    all.map(({ name, ...rest }) =>
      name === '_PROJECT_CONFIG_HASH' ? [PROJECT_HASH, rest.value] : [`The variable ${String(name)}`, rest],
    ),
  );
}

function parsed(text: unknown): Record<string, unknown>[] | undefined {
  try {
    const value: unknown = JSON.parse(String(text));
    return Array.isArray(value) ? (value as Record<string, unknown>[]) : undefined;
  } catch {
    return undefined;
  }
}

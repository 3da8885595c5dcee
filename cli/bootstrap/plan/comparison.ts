import { isDeepStrictEqual } from 'node:util';
import { jsonDiff } from './json-diff';
import { PolicyInForce } from './policies-in-force';
import { ManagedPolicy } from '../toolkit/policy-documents';
import { comparePolicy } from './policy-comparison';
import { logicalId, Template } from '../toolkit/toolkit-template';

/** How something of the toolkit stands beside what it is to be. */
export interface Comparison {
  readonly title: string;
  readonly state: 'new' | 'changed' | 'unchanged' | 'removed' | 'by hand' | 'missing' | 'in the way';

  /** Lines of what differs. */
  readonly diff?: readonly string[];

  /** What a person has to do, since CloudFormation will not. */
  readonly advice?: readonly string[];
}

export interface Compared {
  /** The template as it stands. @default - there is no toolkit */
  readonly current?: Template;
  readonly template: Template;
  readonly policies: readonly ManagedPolicy[];

  /** Policies as the account has them, by their ARNs. */
  readonly inForce: ReadonlyMap<string, PolicyInForce>;

  /** Where the document of a policy is written, should somebody have to put it right. */
  readonly fileOf: (policy: ManagedPolicy) => string;
  readonly arnOf: (policy: ManagedPolicy) => string;

  /** Name of CloudFormation's execution role. */
  readonly executionRole: string;

  /** A command of the AWS CLI, as whoever bootstraps would enter it. */
  readonly aws: (command: string) => string;
}

/** Everything in the toolkit, one by one: policies, then other resources, then what else of the template differs. */
export function compareToolkit(compared: Compared): Comparison[] {
  const { current, template, policies } = compared;
  const ofPolicies = policies.map(({ document }) => logicalId(document));
  const ids = Object.keys(template.Resources).filter((id) => !ofPolicies.includes(id));
  const gone = Object.entries(current?.Resources ?? {}).filter(([id]) => !(id in template.Resources));
  return [
    ...policies.map((policy) => comparePolicy(policy, compared)),
    ...ids.map((id) => ({
      title: `${id} (${template.Resources[id].Type})`,
      ...difference(current?.Resources[id], template.Resources[id]),
    })),
    ...gone.map(([id, { Type }]) => ({ title: `${id} (${Type})`, state: 'removed' as const })),
    ...compareRest(current, template),
  ];
}

/** Parameters, outputs and the like, where they differ. */
function compareRest(current: Template | undefined, template: Template): Comparison[] {
  if (!current) return [];
  const [before, after] = [current, template].map((one) => new Map(Object.entries<unknown>({ ...one })));
  const sections = [...new Set([...before.keys(), ...after.keys()])].filter((name) => name !== 'Resources');
  return sections
    .map((name) => ({ title: `the template's ${name}`, ...difference(before.get(name), after.get(name)) }))
    .filter(({ state }) => state !== 'unchanged');
}

function difference(before: unknown, after: unknown): Pick<Comparison, 'state' | 'diff'> {
  if (before === undefined) return { state: 'new' };
  return isDeepStrictEqual(before, after)
    ? { state: 'unchanged' }
    : { state: 'changed', diff: jsonDiff(before, after) };
}

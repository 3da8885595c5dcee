import { isDeepStrictEqual } from 'node:util';
import { jsonDiff } from './json-diff';
import { Compared, Comparison } from './comparison';
import { comparePolicy } from './compare-policy';
import { logicalId, Template } from '../toolkit/toolkit-template';

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

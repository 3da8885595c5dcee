import { Change, RESOURCE, WEIGHT } from '../change';
import type { Comparison } from '../comparison';
import type { ReviewedStack } from '../state/stack';

interface Acknowledgement {
  readonly key: string;
  readonly where: string;
  readonly rule: string;
  readonly reason: string;
}

/** Findings of the rules of least privilege that are acknowledged now and were not, with their reasons. */
export function ruleChanges(comparison: Comparison): Change[] {
  return comparison.stacks().flatMap(({ key, before, after }) => {
    const [was, is] = [acknowledgements(key, before), acknowledgements(key, after)];
    const stage = (after ?? before)?.stage ?? '';
    const without = (some: readonly Acknowledgement[], others: readonly Acknowledgement[]) =>
      some.filter(
        ({ key: at, rule, reason }) =>
          !others.some((other) => other.key === at && other.rule === rule && other.reason === reason),
      );
    const change = ({ key: at, where, rule, reason }: Acknowledgement, isNew: boolean): Change => ({
      kind: 'rule',
      severity: isNew ? 'other' : 'narrowed',
      stage,
      resource: where,
      phrase: `the finding ${rule} is ${isNew ? '' : 'no longer '}acknowledged at ${RESOURCE}${isNew ? `: ${reason}` : ''}`,
      weight: isNew ? WEIGHT.rule : WEIGHT.detail,
      tells: [at],
    });
    // A stack that goes takes its acknowledgements with it.
    const gone = after ? without(was, is) : [];
    return [...without(is, was).map((one) => change(one, true)), ...gone.map((one) => change(one, false))];
  });
}

/** As cdk-nag writes them into a template. */
function acknowledgements(key: string, stack: ReviewedStack | undefined): Acknowledgement[] {
  return Object.entries(stack?.template.Resources ?? {}).flatMap(([logicalId, { Metadata }]) => {
    const { rules_to_suppress: rules } = (Metadata?.cdk_nag ?? {}) as {
      readonly rules_to_suppress?: unknown;
    };
    if (!Array.isArray(rules)) return [];
    return (rules as { readonly id?: unknown; readonly reason?: unknown }[]).map(({ id, reason }) => ({
      key: `${key}/${logicalId}`,
      where: `${stack?.name}/${logicalId}`,
      rule: String(id),
      reason: String(reason),
    }));
  });
}

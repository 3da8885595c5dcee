import { Change, RESOURCE, Severity, WEIGHT } from '../change';
import type { Comparison } from '../comparison';
import { isOpaque } from '../policies/statement';
import { nameOf } from './labels';
import type { Principal } from './principals';

/** The boundary that the bootstrap makes for the roles of an app. */
const BOOTSTRAPPED = /^arn:[^:]+:iam::[^:]+:policy\/cdk-[a-z0-9]+-permissions-boundary-/;

/** Roles and users whose permissions boundary is another one, and members of groups. */
export function boundaryChanges({ principalsBefore, principalsAfter }: Comparison): Change[] {
  return [...principalsAfter.values()].flatMap((is) => {
    const was = principalsBefore.get(is.key);
    const change = (phrase: string, severity: Severity): Change => ({
      kind: 'boundary',
      severity,
      stage: is.stack.stage,
      resource: nameOf(is),
      phrase,
      weight: severity === 'widened' ? WEIGHT.boundary : WEIGHT.narrowed,
      tells: [...(was?.readFrom ?? []), ...is.readFrom],
    });
    return [
      ...boundary(was, is, change),
      ...memberships(was, is, 'becomes a member of').map((phrase) => change(phrase, 'widened')),
      // A group may refuse its members what they may otherwise.
      ...memberships(is, was, 'is no longer a member of').map((phrase) =>
        change(phrase, mayRefuse(is, was, principalsBefore) ? 'widened' : 'narrowed'),
      ),
    ];
  });
}

function boundary(
  was: Principal | undefined,
  is: Principal,
  change: (phrase: string, severity: Severity) => Change,
): Change[] {
  if ((is.kind !== 'role' && is.kind !== 'user') || is.logicalId === undefined) return [];
  if (is.boundary === undefined) {
    const hasLostIt = was?.boundary !== undefined || was?.logicalId === undefined;
    return hasLostIt ? [change(`${RESOURCE} has no permissions boundary`, 'widened')] : [];
  }
  if (was?.logicalId === undefined) {
    return BOOTSTRAPPED.test(is.boundary)
      ? []
      : [change(`${RESOURCE} has the boundary ${is.boundary}`, 'widened')];
  }
  if (was.boundary === is.boundary) return [];
  if (was.boundary === undefined)
    return [change(`${RESOURCE} now has the boundary ${is.boundary}`, 'narrowed')];
  return [change(`${RESOURCE} has another boundary, ${is.boundary}`, 'widened')];
}

function memberships(was: Principal | undefined, is: Principal | undefined, verb: string): string[] {
  if (!is) return [];
  const before = was?.memberships ?? [];
  return is.memberships
    .filter((other) => !before.includes(other))
    .map((other) => (is.kind === 'group' ? `${other} ${verb} ${RESOURCE}` : `${RESOURCE} ${verb} ${other}`));
}

/** Whether a Deny may be among the policies of the groups that somebody leaves. */
function mayRefuse(
  is: Principal,
  was: Principal | undefined,
  principals: ReadonlyMap<string, Principal>,
): boolean {
  const left = is.kind === 'group' ? [`the group ${is.name}`] : (was?.memberships ?? []);
  const groups = [...principals.values()].filter(({ kind }) => kind === 'group');
  return left.some((name) => {
    const group = groups.find((one) => `the group ${one.name}` === name && one.logicalId !== undefined);
    return !group?.statements.every(({ effect, actions }) => effect === 'Allow' && !isOpaque(actions));
  });
}

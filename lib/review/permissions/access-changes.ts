import { LEVEL_ACTIONS } from '../../access/permission-tables';
import { Change, RESOURCE, WEIGHT } from '../change';
import type { Comparison } from '../comparison';
import { compare } from '../policies/decide';
import { covers } from '../policies/pattern';
import { isOpaque, OPAQUE, Statement } from '../policies/statement';
import { actionWords } from './action-words';
import { ActionDifference, conditionText, differences, liftedDenials } from './differences';
import { imageOf } from './labels';
import type { Principal } from './principals';

/** The one action that AWS accepts on `*` only; it is said of the registry that it is for. */
const [AUTHORIZE] = LEVEL_ACTIONS.Authorize;

/** What a group, role or user may do otherwise. */
export interface AccessDifferences {
  readonly was?: Principal;
  readonly is?: Principal;
  readonly found: readonly ActionDifference[];
}

/** All that the policies of groups, roles and users decide otherwise. */
export function accessDifferences({
  principalsBefore,
  principalsAfter,
  registryArns,
}: Comparison): AccessDifferences[] {
  const keys = new Set([...principalsBefore.keys(), ...principalsAfter.keys()]);
  return [...keys].flatMap((key) => {
    const [was, is] = [principalsBefore.get(key), principalsAfter.get(key)];
    const isSaidByOthers = [was, is].every((policy) => policy?.isAttached ?? true) && (is ?? was)?.isAttached;
    if (isSaidByOthers) return [];
    return [{ was, is, found: differences(was?.statements ?? [], is?.statements ?? [], registryArns) }];
  });
}

/** Which group, role or user may do what that it could not do before, or no longer. */
export function accessChanges(comparison: Comparison): Change[] {
  return accessDifferences(comparison).flatMap(({ was, is, found }) => {
    const principal = (is ?? was) as Principal;
    const [before, after] = [was?.statements ?? [], is?.statements ?? []];
    const lifted = liftedDenials(before, after, comparison.registryArns).filter(
      ({ action, resource }) =>
        !found.some(
          (other) => other.gained.length > 0 && other.action === action && other.resource === resource,
        ),
    );
    const tells = [...(was?.readFrom ?? []), ...(is?.readFrom ?? [])];
    const say = (verb: Verb, some: readonly ActionDifference[], statements: readonly Statement[]) =>
      lines(verb, some, statements, principal, comparison).map((line) => ({ ...line, tells }));
    const gains = found.filter(({ gained }) => gained.length > 0);
    const losses = found.filter(({ gained, lost }) => gained.length === 0 && lost.length > 0);
    return [
      ...say('gain', gains, after),
      ...say('lose', losses, before),
      ...say('are no longer refused', lifted, after),
    ];
  });
}

type Verb = 'gain' | 'lose' | 'are no longer refused';

const SINGULAR: Readonly<Record<Verb, string>> = {
  gain: 'gains',
  lose: 'loses',
  'are no longer refused': 'is no longer refused',
};

/** Actions on one resource, under one condition. */
interface Group {
  readonly resource: string;
  readonly when: string;
  readonly actions: Set<string>;
}

/** One change for each resource and condition. */
function lines(
  verb: Verb,
  found: readonly ActionDifference[],
  statements: readonly Statement[],
  principal: Principal,
  comparison: Comparison,
): Omit<Change, 'tells'>[] {
  const isGone = !comparison.principalsAfter.has(principal.key);
  const own = comparison.ownRegistry(principal);
  const groups = new Map<string, Group>();
  for (const { action, resource, gained, lost } of found) {
    const place = action === AUTHORIZE && resource === '*' ? (own ?? 'the registry') : resource;
    for (const condition of verb === 'lose' ? lost : gained) {
      const when = conditionText(condition);
      const group = groups.get(`${place}${when}`) ?? { resource: place, when, actions: new Set() };
      groups.set(`${place}${when}`, group);
      group.actions.add(action);
    }
  }
  const { who, isPlural } = comparison.label(principal);
  const wide = [...groups.values()].filter((group) => /[*?]/.test(group.resource));
  return [...groups.values()].flatMap(({ resource, when, actions: all }) => {
    const actions = widest(all);
    const said = actions.filter((action) => !isSaidElsewhere(action, resource, when, wide));
    if (said.length === 0) return [];
    const whole = actionsOn(resource, statements, own);
    const isNarrower = verb === 'lose' && (isGone || !isOpaque({ patterns: said }));
    const isForeign = own !== undefined && own !== resource && !resource.startsWith('<');
    const holder = isForeign ? `${who} of ${imageOf(principal.stack)}` : who;
    return [
      {
        kind: 'permission' as const,
        severity: isNarrower ? ('narrowed' as const) : ('widened' as const),
        stage: principal.stack.stage,
        resource: comparison.resourceName(resource),
        phrase: `${holder} ${isPlural ? verb : SINGULAR[verb]} ${words(said, whole)} on ${RESOURCE}${when}`,
        weight:
          isNarrower || verb === 'are no longer refused'
            ? WEIGHT.narrowed
            : weightOf(said, resource, comparison),
      },
    ];
  });
}

/** Without what a wildcard among them reaches too. */
function widest(actions: ReadonlySet<string>): string[] {
  return [...actions].filter(
    (action) => ![...actions].some((other) => other !== action && coversAction(other, action)),
  );
}

function coversAction(pattern: string, action: string): boolean {
  return covers(pattern.toLowerCase(), action.toLowerCase());
}

/** Whether the same is said of resources that this one is among. */
function isSaidElsewhere(action: string, resource: string, when: string, wide: readonly Group[]): boolean {
  return wide.some(
    (other) =>
      other.when === when &&
      other.resource !== resource &&
      covers(other.resource, resource) &&
      [...other.actions].some((name) => coversAction(name, action)),
  );
}

/** Actions of the levels that statements allow on a resource, to know which level is whole. */
function actionsOn(resource: string, statements: readonly Statement[], own: string | undefined): Set<string> {
  const allowed = Object.values(LEVEL_ACTIONS)
    .flat()
    .filter((name) => {
      const on = name === AUTHORIZE && (resource === own || own === undefined) ? '*' : resource;
      const { gained } = compare([], statements, {
        action: name.toLowerCase(),
        resource: on,
        principal: '*',
      });
      return gained.length > 0;
    });
  return new Set(allowed);
}

function words(actions: readonly string[], whole: ReadonlySet<string>): string {
  return actionWords(new Set(actions), whole);
}

function weightOf(actions: readonly string[], resource: string, comparison: Comparison): number {
  if (actions.some((action) => action.startsWith(OPAQUE))) return WEIGHT.unknown;
  if ([...actions, resource].some((text) => /[*?]|everything but /.test(text))) return WEIGHT.wildcard;
  return comparison.isNewRegistry(resource) ? WEIGHT.newRegistry : WEIGHT.permission;
}

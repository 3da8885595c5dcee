import { ECR_ACTIONS } from '../../access/ecr-actions';
import { Change, RESOURCE, WEIGHT } from '../change';
import type { Comparison } from '../comparison';
import type { Condition } from '../policies/condition';
import { isOpaque } from '../policies/statement';
import { ActionDifference, conditionText, differences, liftedDenials } from './differences';
import { imageOf, nameOf } from './labels';
import type { Principal } from './principals';

const ISSUER = 'token.actions.githubusercontent.com';
const AUDIENCE = 'sts.amazonaws.com';

/** Who may assume which role that could not before, or no longer; roles that are gone let nobody in. */
export function trustChanges(comparison: Comparison): Change[] {
  const { principalsBefore, principalsAfter } = comparison;
  const keys = new Set([...principalsBefore.keys(), ...principalsAfter.keys()]);
  return [...keys].flatMap((key) => {
    const [was, is] = [principalsBefore.get(key), principalsAfter.get(key)];
    const role = (is ?? was) as Principal;
    if (role.kind !== 'role') return [];
    const [before, after] = [was?.trust ?? [], is?.trust ?? []];
    const found = differences(before, after, []).filter(ofRoles);
    const change = (isGain: boolean, who: string, weight: number, isWider = isGain): Change => ({
      kind: 'trust',
      severity: isWider ? 'widened' : 'narrowed',
      stage: role.stack.stage,
      resource: roleName(role, comparison),
      phrase: `${who} may ${isGain ? 'assume' : 'no longer assume'} ${RESOURCE}`,
      weight: isWider ? weight : WEIGHT.narrowed,
      tells: [...(was?.readFrom ?? []), ...(is?.readFrom ?? [])],
    });
    const gained = who(found, ({ gained }) => gained);
    return [
      ...gained.map(({ text, weight }) =>
        change(true, text, is && !was ? Math.min(weight, newRole(weight)) : weight),
      ),
      ...who(liftedDenials(before, after, []).filter(ofRoles), ({ gained }) => gained).map(
        ({ text, weight }) => change(true, `whoever was refused, ${text},`, weight),
      ),
      ...who(found, ({ lost }) => lost).map(({ text, isOpaque }) =>
        change(false, text, WEIGHT.unknown, isOpaque && is !== undefined),
      ),
    ];
  });
}

/** A wildcard reaches the actions of ECR, too, which say nothing of a role. */
function ofRoles({ action }: ActionDifference): boolean {
  return !ECR_ACTIONS.includes(action);
}

/** A role that is made anew is trusted by somebody in any case: only what is out of the ordinary comes first. */
function newRole(weight: number): number {
  return weight === WEIGHT.everyone ? weight : WEIGHT.newRegistry;
}

function roleName(role: Principal, comparison: Comparison): string {
  if (comparison.label(role).who === 'GitHub') return `the push role of ${imageOf(role.stack)}`;
  return nameOf(role);
}

interface Who {
  readonly text: string;
  readonly weight: number;

  /** Whether it is about what cannot be evaluated, which may have refused something. */
  readonly isOpaque?: boolean;
}

/** Who is meant by differences of trust policies, each once. */
function who(
  found: readonly ActionDifference[],
  of: (difference: ActionDifference) => readonly Condition[],
): Who[] {
  const all = found.flatMap((difference) =>
    of(difference).map((condition) => ({
      ...describe(difference, condition),
      isOpaque: isOpaque({ patterns: [difference.action] }),
    })),
  );
  return [...new Map(all.map((one) => [one.text, one])).values()];
}

function describe({ principal, action }: ActionDifference, condition: Condition): Who {
  if (principal.endsWith(`:oidc-provider/${ISSUER}`)) return gitHubJobs(condition);
  const isAssumption = /^(sts:(assumerole\w*|\*)|\*)$/i.test(action);
  const how = isAssumption ? '' : ` by ${action}`;
  if (principal === '*') {
    const everyone = condition.length === 0 ? 'everyone on AWS' : 'whoever meets a condition';
    return { text: `${everyone}${how}${conditionText(condition)}`, weight: WEIGHT.everyone };
  }
  return { text: `${principal}${how}${conditionText(condition)}`, weight: WEIGHT.trust };
}

/** Jobs of GitHub, with the subject in full that their tokens are to have. */
function gitHubJobs(condition: Condition): Who {
  const [subjects, audiences, others] = [
    condition.filter(({ key }) => key === `${ISSUER}:sub`),
    condition.filter(({ key }) => key === `${ISSUER}:aud`),
    condition.filter(({ key }) => key !== `${ISSUER}:sub` && key !== `${ISSUER}:aud`),
  ];
  const isOurAudience = audiences.some(
    ({ operator, values }) => operator === 'stringequals' && values.length === 1 && values[0] === AUDIENCE,
  );
  const audience = isOurAudience ? '' : `${conditionText(audiences)}, with tokens for anybody,`;
  const exact = subjects.find(({ operator }) => operator === 'stringequals');
  const rest = `${audience}${conditionText(others)}`;
  if (exact) {
    const isPattern = exact.values.some((value) => /[*?]/.test(value));
    return {
      text: `GitHub jobs with the subject ${exact.values.join(' or ')}${isPattern ? ' (taken literally)' : ''}${rest}`,
      weight: isOurAudience ? WEIGHT.trust : WEIGHT.everyone,
    };
  }
  const [like] = subjects;
  if (!like) return { text: `GitHub jobs of any repository${rest}`, weight: WEIGHT.everyone };
  return {
    text: `GitHub jobs with a subject ${like.operator === 'stringlike' ? 'like' : like.operator} ${like.values.join(' or ')}${rest}`,
    weight: WEIGHT.everyone,
  };
}

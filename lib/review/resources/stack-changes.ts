import { Change, RESOURCE, Severity, WEIGHT } from '../change';
import type { StackPair } from '../comparison';
import { differing, inPlace } from '../values';

/** Stacks that come, go or move, and what is said of them outside their templates. */
export function stackChanges(pairs: readonly StackPair[]): Change[] {
  return pairs.flatMap(({ key, before, after }) => {
    const { name, stage } = (after ?? before) as NonNullable<typeof after>;
    const change = (phrase: string, severity: Severity, weight: number = WEIGHT.pipeline): Change => ({
      kind: 'stack',
      severity,
      stage,
      resource: name,
      phrase,
      weight: severity === 'other' ? WEIGHT.detail : weight,
      tells: [key],
    });
    if (!before) return [change(`the stack ${RESOURCE} is created`, 'other')];
    if (!after) {
      const phrase = `the stack ${RESOURCE} is no longer delivered, and stays as it is with all that it lets anybody do`;
      return [{ ...change(phrase, 'other'), weight: WEIGHT.rule }];
    }
    const moved = (['account', 'region'] as const)
      .filter((property) => before[property] !== after[property])
      .map((property) =>
        change(
          `the stack ${RESOURCE} moves to the ${property} ${after[property] ?? 'of whoever deploys'}; what is where it was stays`,
          'widened',
        ),
      );
    const [was, is] = [before.deployment ?? {}, after.deployment ?? {}];
    // Of a stack that is deployed only its template is known.
    const isKnown = before.deployment !== undefined && after.deployment !== undefined;
    const others = (isKnown ? differing(was, is) : []).map((item) =>
      change(
        `${item.name} of the stack ${RESOURCE} is ${inPlace(item.is, item.was)}`,
        DETAILS.includes(item.name) ? 'other' : 'widened',
      ),
    );
    return [...moved, ...others];
  });
}

/** What is about the deployment and lets nobody do anything. */
const DETAILS = [
  'bootstrapStackVersionSsmParameter',
  'requiresBootstrapStackVersion',
  'terminationProtection',
  'validateOnSynth',
];

import { Difference, fullDiff, ResourceDifference, ResourceImpact } from '@aws-cdk/cloudformation-diff';
import { Change, RESOURCE, Severity, WEIGHT } from '../change';
import type { Comparison } from '../comparison';
import { inPlace, isSame, shown, without } from '../values';
import { isHarmless, isOpening, isReadElsewhere, isUnderstood } from './known-types';
import type { Resource, ReviewedStack } from '../state/stack';
import { telling } from './telling';

/**
 * Every other difference of the templates, so that nothing is left out.
 *
 * @param told Resources whose difference is told already, as `stack/logicalId`.
 */
export function resourceChanges(comparison: Comparison, told: ReadonlySet<string>): Change[] {
  const toldOf = new Set([...told].map((one) => one.slice(0, one.lastIndexOf('/'))));
  return comparison.stacks().flatMap(({ key, before, after }) => {
    if (!after || isSame(before?.template, after.template)) return [];
    const found = before ? updates(key, before, after, told) : creations(after);
    // The library may take for equal what is written otherwise.
    return found.length > 0 || toldOf.has(key)
      ? found
      : [change(after, after.name, `the template of ${RESOURCE} is written otherwise`, 'other')];
  });
}

function change(
  { stage }: ReviewedStack,
  resource: string,
  phrase: string,
  severity: Severity,
  weight: number = severity === 'widened' ? WEIGHT.unknown : WEIGHT.detail,
): Change {
  return { kind: 'resource', severity, stage, resource, phrase, weight, tells: [] };
}

/** Of a new stack only what nobody here judges: all else is told by what it permits. */
function creations(after: ReviewedStack): Change[] {
  const { Resources = {}, ...sections } = after.template;
  const macros = [sections.Transform, sections['Fn::Transform']].filter((macro) => macro !== undefined);
  return [
    ...macros.map((macro) =>
      change(
        after,
        after.name,
        `the template of ${RESOURCE} is made by ${shown(macro)}, which cannot be evaluated`,
        'widened',
      ),
    ),
    ...Object.entries(Resources).flatMap(([logicalId, resource]) => creation(after, logicalId, resource)),
  ];
}

function creation(stack: ReviewedStack, logicalId: string, resource: Resource): Change[] {
  const { Type, Condition } = resource;
  if (Condition === undefined && !isMadeByMacro(resource)) {
    const told = telling(stack, resource);
    if (told)
      return [change(stack, `${stack.name}/${logicalId}`, `${RESOURCE} ${told}`, 'widened', WEIGHT.rule)];
  }
  if (!isUnderstood(Type)) return [unjudged(stack, logicalId, `of the type ${Type} is created`)];
  if (Condition !== undefined)
    return [unjudged(stack, logicalId, `is created under the condition ${shown(Condition)}`)];
  if (isMadeByMacro(resource)) return [unjudged(stack, logicalId, 'is made by a macro')];
  const openings = Object.entries(resource.Properties ?? {}).filter(([name]) => isOpening(Type, name));
  return openings.map(([name, given]) =>
    unjudged(stack, logicalId, `is created with the ${name} ${shown(given)}`),
  );
}

/** Whether a resource is something else, once a macro has been there. */
function isMadeByMacro(resource: unknown): boolean {
  return JSON.stringify(resource ?? null).includes('"Fn::Transform":');
}

function unjudged(stack: ReviewedStack, logicalId: string, what: string): Change {
  return change(
    stack,
    `${stack.name}/${logicalId}`,
    `${RESOURCE} ${what}, which cannot be evaluated`,
    'widened',
  );
}

function updates(
  key: string,
  before: ReviewedStack,
  after: ReviewedStack,
  told: ReadonlySet<string>,
): Change[] {
  const difference = fullDiff(before.template, after.template);
  const changes: Change[] = [];
  difference.resources.forEachDifference((logicalId, one) => {
    changes.push(...resource(after, logicalId, one, told.has(`${key}/${logicalId}`)));
  });
  const sections = [
    ['description', 'other', difference.description],
    ['format version', 'other', difference.awsTemplateFormatVersion],
    ['transform', 'widened', difference.transform],
  ] as const;
  for (const [name, severity, one] of sections) {
    if (one?.isDifferent) changes.push(value(after, `the ${name} of ${RESOURCE}`, after.name, one, severity));
  }
  const collections = [
    ['output', 'other', difference.outputs],
    ['metadata', 'other', difference.metadata],
    ['parameter', 'widened', difference.parameters],
    ['condition', 'widened', difference.conditions],
    ['mapping', 'widened', difference.mappings],
    ['section', 'widened', difference.unknown],
  ] as const;
  for (const [name, severity, all] of collections) {
    all.forEachDifference((id: string, one: Difference<unknown>) => {
      changes.push(value(after, `the ${name} ${RESOURCE}`, `${after.name}/${id}`, one, severity));
    });
  }
  return changes;
}

function value(
  stack: ReviewedStack,
  what: string,
  name: string,
  { oldValue, newValue }: Difference<unknown>,
  severity: Severity,
): Change {
  const phrase =
    oldValue === undefined
      ? `${what} is new: ${shown(newValue)}`
      : newValue === undefined
        ? `${what} is removed`
        : `${what} is ${inPlace(newValue, oldValue)}`;
  return change(stack, name, phrase, severity);
}

function resource(
  stack: ReviewedStack,
  logicalId: string,
  one: ResourceDifference,
  isTold: boolean,
): Change[] {
  const name = `${stack.name}/${logicalId}`;
  const type = one.newResourceType ?? one.oldResourceType ?? '';
  if (one.isAddition) {
    const unclear = creation(stack, logicalId, one.newValue as Resource);
    if (unclear.length > 0) return unclear;
    return isTold ? [] : [change(stack, name, `${RESOURCE} (${type}) is created`, 'other')];
  }
  if (one.isRemoval) {
    // It may have refused or prevented something.
    if (!isUnderstood(type)) return [unjudged(stack, logicalId, `(${type}) ${fate(one)}`)];
    return isTold ? [] : [change(stack, name, `${RESOURCE} (${type}) ${fate(one)}`, 'other')];
  }
  if (one.oldResourceType !== one.newResourceType) {
    return [unjudged(stack, logicalId, `is a ${type} in place of a ${one.oldResourceType}`)];
  }
  return [
    ...(isMadeByMacro(one.newValue) ? [unjudged(stack, logicalId, 'is made by a macro')] : []),
    ...Object.entries(one.propertyUpdates).flatMap(([property, update]) => {
      if (isReadElsewhere(type, property)) {
        return isTold
          ? []
          : [
              change(
                stack,
                name,
                `${property} of ${RESOURCE} is written otherwise and decides the same`,
                'other',
                WEIGHT.rewritten,
              ),
            ];
      }
      const severity = isUnderstood(type) && isHarmless(type, property) ? 'other' : 'widened';
      const replaces =
        update.changeImpact === ResourceImpact.WILL_REPLACE ? `; another ${type} takes its place` : '';
      const { phrase } = value(stack, `${property} of ${RESOURCE}`, name, update, severity);
      return [change(stack, name, phrase + replaces, severity)];
    }),
    ...Object.entries(one.otherChanges).flatMap(([attribute, update]) =>
      other(stack, name, type, attribute, update, isTold),
    ),
  ];
}

/** What becomes of a resource that its template no longer has, by the policy that is in force. */
function fate({ oldValue }: ResourceDifference): string {
  return /^Retain/.test(String(oldValue?.DeletionPolicy))
    ? 'is removed from its stack and kept'
    : 'is deleted';
}

/** Attributes beside the properties; acknowledged findings and a registry's deletion are told elsewhere. */
function other(
  stack: ReviewedStack,
  name: string,
  type: string,
  attribute: string,
  update: Difference<unknown>,
  isTold: boolean,
): Change[] {
  if (isTold && attribute === 'DeletionPolicy' && type === 'AWS::ECR::Repository') return [];
  if (
    isTold &&
    attribute === 'Metadata' &&
    isSame(withoutFindings(update.oldValue), withoutFindings(update.newValue))
  )
    return [];
  if (attribute === 'Type') return [];
  const isMore = /^(Deletion|UpdateReplace)Policy$/.test(attribute)
    ? !/^Retain/.test(String(update.newValue))
    : !['CreationPolicy', 'DependsOn', 'Metadata', 'UpdatePolicy'].includes(attribute);
  return [value(stack, `${attribute} of ${RESOURCE}`, name, update, isMore ? 'widened' : 'other')];
}

function withoutFindings(metadata: unknown): unknown {
  return without((metadata ?? {}) as Readonly<Record<string, unknown>>, 'cdk_nag');
}

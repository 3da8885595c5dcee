import { z } from 'zod';

export type StorageClass = 'standard' | 'archive';

/** One rule of a lifecycle policy, as far as the model of a repository knows them. */
export interface LifecycleRule {
  readonly tagStatus: 'untagged' | 'any';
  readonly storageClass: StorageClass;

  /** What its days are counted from. */
  readonly since: 'push' | 'pull' | 'transition';

  readonly days: number;
  readonly action: 'expire' | 'archive';
}

const COUNTED_FROM = {
  sinceImagePushed: 'push',
  sinceImagePulled: 'pull',
  sinceImageTransitioned: 'transition',
} as const;

const selection = {
  tagStatus: z.enum(['untagged', 'any']),
  countUnit: z.literal('days'),
  countNumber: z.int().positive(),
};
const inStandard = { ...selection, storageClass: z.literal('standard').optional() };
const expiry = z.strictObject({ type: z.literal('expire') });
const archival = z.strictObject({ type: z.literal('transition'), targetStorageClass: z.literal('archive') });
const rule = { rulePriority: z.int().positive(), description: z.string().optional() };

/** "Lifecycle policy properties" (Amazon ECR User Guide), less what no template of ours says. */
const RULE = z.union([
  z.strictObject({
    ...rule,
    selection: z.strictObject({ ...inStandard, countType: z.literal('sinceImagePushed') }),
    action: z.union([expiry, archival]),
  }),
  z.strictObject({
    ...rule,
    selection: z.strictObject({ ...inStandard, countType: z.literal('sinceImagePulled') }),
    action: archival,
  }),
  z.strictObject({
    ...rule,
    selection: z.strictObject({
      ...selection,
      storageClass: z.literal('archive'),
      countType: z.literal('sinceImageTransitioned'),
      countNumber: z.int().min(90),
    }),
    action: expiry,
  }),
]);

/**
 * The rules of a lifecycle policy, the one with the lowest priority number first.
 *
 * A rule of another kind is refused rather than skipped: what it does to images would be misjudged in silence.
 */
export function lifecycleRules(policyText: string): LifecycleRule[] {
  const { rules } = z.strictObject({ rules: z.array(z.unknown()) }).parse(JSON.parse(policyText));
  const known = rules.map(parseRule).sort((a, b) => a.rulePriority - b.rulePriority);
  const priorities = known.map(({ rulePriority }) => rulePriority);
  if (new Set(priorities).size < priorities.length) {
    throw new Error(`the rules have the priorities ${priorities.join(', ')}, expected each once`);
  }
  const found = known.map(({ selection, action }): LifecycleRule => ({
    tagStatus: selection.tagStatus,
    storageClass: selection.storageClass ?? 'standard',
    since: COUNTED_FROM[selection.countType],
    days: selection.countNumber,
    action: action.type === 'expire' ? 'expire' : 'archive',
  }));
  for (const storageClass of ['standard', 'archive'] as const) checkOrder(found, storageClass);
  return found;
}

function parseRule(given: unknown): z.infer<typeof RULE> {
  const { success, data } = RULE.safeParse(given);
  if (success) return data;
  throw new Error(
    `the lifecycle rule ${JSON.stringify(given)} is not one that the model knows, expected an expiry or a ` +
      'move to the archive by days, of untagged or of any images; add to lifecycle-rules.ts what ECR does by it',
  );
}

function checkOrder(rules: readonly LifecycleRule[], storageClass: StorageClass): void {
  const order = rules.filter((rule) => rule.storageClass === storageClass).map(({ tagStatus }) => tagStatus);
  if (['', 'untagged', 'any', 'untagged,any'].includes(order.join())) return;
  throw new Error(
    `in the storage class ${storageClass} the rules select ${order.join(', then ')} images, ` +
      'expected untagged, then any, each once; order them so',
  );
}

import { Review, sortChanges } from './change';
import { Comparison, stackPairs } from './comparison';
import { accessChanges } from './permissions/access-changes';
import { boundaryChanges } from './permissions/boundary-changes';
import { resourcePolicyChanges } from './permissions/resource-policies';
import { trustChanges } from './permissions/trust-changes';
import { buildChanges } from './pipeline/build-changes';
import { pipelineChanges } from './pipeline/pipeline-changes';
import { registryChanges } from './registries/registry-changes';
import { resourceChanges } from './resources/resource-changes';
import { ruleChanges } from './resources/rule-changes';
import { stackChanges } from './resources/stack-changes';
import { keyOf, ReviewedStack, Unread } from './state/stack';

/**
 * Says what becomes different from one state to another, in the words of the permission tables.
 *
 * It is decided by what policies permit, and not by how they are written; what cannot be evaluated counts as widened.
 *
 * @param unread Stacks of which the state before could not be read: they are left out of both.
 */
export function review(
  before: readonly ReviewedStack[],
  after: readonly ReviewedStack[],
  unread: readonly Unread[] = [],
): Review {
  // The pipeline deletes no stack: what the state after does not have is there as before.
  const comparison = new Comparison(before, [...after, ...gone(before, after)]);
  const told = [
    accessChanges,
    trustChanges,
    boundaryChanges,
    resourcePolicyChanges,
    registryChanges,
    pipelineChanges,
    buildChanges,
    ruleChanges,
  ].flatMap((part) => part(comparison));
  const stacks = stackChanges(stackPairs(before, after));
  const keys = new Set(told.flatMap(({ tells }) => tells));
  return { changes: sortChanges([...told, ...stacks, ...resourceChanges(comparison, keys)]), unread };
}

function gone(before: readonly ReviewedStack[], after: readonly ReviewedStack[]): ReviewedStack[] {
  const keys = new Set(after.map(keyOf));
  return before.filter((stack) => !keys.has(keyOf(stack)));
}

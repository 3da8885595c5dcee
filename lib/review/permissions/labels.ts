import { keyOf, ReviewedStack } from '../state/stack';
import type { StageName } from '../../config/distribution';
import { sharedGroupsStack } from '../../names';
import type { Principal } from './principals';

/** Whom the permission tables call how, by what the ids of their groups and roles contain. */
const IDENTITIES: readonly (readonly [id: string, label: string])[] = [
  ['DeveloperGroup', 'Developers'],
  ['EndUserGroup', 'End users'],
  ['ApproverGroup', 'Approvers'],
  ['GitHubRole', 'GitHub'],
];

/** How a principal is called in the permission tables, or else by IAM. */
export interface Label {
  readonly who: string;
  readonly isPlural: boolean;
}

/** What the tables call the principals of a state; only the one of its kind in a stack is called so. */
export function labels(all: Iterable<Principal>): (principal: Principal) => Label {
  const counts = new Map<string, Set<string>>();
  for (const principal of all) {
    const id = `${keyOf(principal.stack)}/${identityOf(principal)}`;
    counts.set(id, (counts.get(id) ?? new Set()).add(principal.key));
  }
  return (principal) => {
    const identity = identityOf(principal);
    const isOnly = counts.get(`${keyOf(principal.stack)}/${identity}`)?.size === 1;
    if (identity === undefined || !isOnly) return { who: nameOf(principal), isPlural: false };
    const isShared = principal.stack.name === sharedGroupsStack(principal.stack.stage as StageName);
    return { who: isShared ? `${identity} of all images` : identity, isPlural: identity !== 'GitHub' };
  };
}

function identityOf({ logicalId, kind }: Principal): string | undefined {
  const [id, label] = IDENTITIES.find(([part]) => logicalId?.startsWith(part)) ?? [];
  return kind === (id?.endsWith('Group') ? 'group' : 'role') ? label : undefined;
}

/** A principal by its name in IAM, or where it is made. */
export function nameOf({ kind, name, stack, logicalId }: Principal): string {
  return `the ${kind} ${name.startsWith('<') && logicalId !== undefined ? `${stack.name}/${logicalId}` : name}`;
}

/** The image that a stack is for, such as SampleImage of SampleImageRelease. */
export function imageOf({ name, stage }: ReviewedStack): string {
  return name.endsWith(stage) ? name.slice(0, -stage.length) : name;
}

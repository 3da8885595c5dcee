import type { Unread } from './state/stack';

/** Whether somebody may do more, or what cannot be judged; whether somebody may do less; or neither. */
export type Severity = 'widened' | 'narrowed' | 'other';

/** What a change is about. */
export type Kind =
  | 'approval'
  | 'trust'
  | 'boundary'
  | 'permission'
  | 'pull'
  | 'registry'
  | 'lifecycle'
  | 'pipeline'
  | 'build'
  | 'source'
  | 'rule'
  | 'stack'
  | 'resource';

/** Where the name of the resource goes in a phrase: a character that no template has in a name. */
export const RESOURCE = '\0';

/** One thing that is different in the state after. */
export interface Change {
  readonly kind: Kind;
  readonly severity: Severity;
  readonly stage: string;

  /** What it is on: a repository, a role, a stack. */
  readonly resource: string;

  /** A sentence without its full stop, `RESOURCE` for the resource: equal ones are said once for many resources. */
  readonly phrase: string;

  /** How far it reaches: the higher, the earlier it is said. */
  readonly weight: number;

  /** Resources of templates whose difference it tells, as `stack/logicalId`. */
  readonly tells: readonly string[];
}

/** All that is different, the widest first. */
export interface Review {
  readonly changes: readonly Change[];

  /** What could not be compared, because the state before could not be read. */
  readonly unread: readonly Unread[];
}

/** The sentence of a change. */
export function changeText({ phrase, resource }: Pick<Change, 'phrase' | 'resource'>): string {
  return phrase.replaceAll(RESOURCE, () => resource);
}

/** Weights by what a change can come to; among equals Release counts before Master, Master before Development. */
export const WEIGHT = {
  approvalGone: 100,
  everyone: 95,
  trust: 90,
  boundary: 85,
  wildcard: 80,
  pull: 75,
  unknown: 70,
  permission: 65,
  pipeline: 60,
  registryLost: 58,
  registry: 55,
  build: 52,
  newRegistry: 45,
  rule: 40,
  narrowed: 30,
  lifecycle: 20,
  detail: 10,
  rewritten: 0,
} as const;

const SEVERITIES: readonly Severity[] = ['widened', 'narrowed', 'other'];
const STAGES: readonly string[] = ['Release', 'Master', 'Development'];

/** Widest first; the order is the same for the same changes. */
export function sortChanges(changes: readonly Change[]): Change[] {
  const stage = (change: Change) => STAGES.indexOf(change.stage) + (STAGES.includes(change.stage) ? 1 : 0);
  return [...changes].sort(
    (a, b) =>
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      b.weight - a.weight ||
      stage(a) - stage(b) ||
      compare(a.phrase, b.phrase) ||
      compare(a.resource, b.resource),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

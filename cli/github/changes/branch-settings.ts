import { isDeepStrictEqual } from 'node:util';

interface Names {
  readonly users?: readonly { readonly login: string }[];
  readonly teams?: readonly { readonly slug: string }[];
  readonly apps?: readonly { readonly slug: string }[];
}

interface Reviews {
  readonly dismiss_stale_reviews: boolean;
  readonly require_code_owner_reviews: boolean;
  readonly required_approving_review_count?: number;
  readonly require_last_push_approval?: boolean;
  readonly dismissal_restrictions?: Names;

  /** Who need no review. */
  readonly bypass_pull_request_allowances?: Names;
}

/** Switches that are taken over as they are; GitHub turns off those that are left out. */
const SWITCHES = [
  'required_linear_history',
  'required_conversation_resolution',
  'lock_branch',
  'block_creations',
  'allow_fork_syncing',
] as const;

/** As GitHub's API shows it ("REST API endpoints for protected branches"). */
export interface Protection extends Partial<
  Record<(typeof SWITCHES)[number], { readonly enabled: boolean }>
> {
  readonly required_status_checks?: {
    readonly strict: boolean;
    readonly checks?: readonly { readonly context: string; readonly app_id: number | null }[];
  };
  readonly enforce_admins?: { readonly enabled: boolean };
  readonly required_pull_request_reviews?: Reviews;
  readonly restrictions?: Names;
  readonly allow_force_pushes?: { readonly enabled: boolean };
  readonly allow_deletions?: { readonly enabled: boolean };
}

/** What asks for no review at all. */
export const NO_REVIEWS = reviewSettingsOf({
  dismiss_stale_reviews: false,
  require_code_owner_reviews: false,
});

/** A branch's protection, as it is sent. */
export type BranchSettings = ReturnType<typeof branchSettingsOf>;

export function branchSettingsOf(protection: Protection) {
  const { required_status_checks: checks, required_pull_request_reviews: reviews } = protection;
  return {
    ...Object.fromEntries(SWITCHES.map((name) => [name, protection[name]?.enabled ?? false])),
    // An app_id of -1 is any app (as the page above says), which is shown as null.
    required_status_checks: checks
      ? {
          strict: checks.strict,
          checks: (checks.checks ?? [])
            .map(({ context, app_id }) => ({ context, app_id: app_id ?? -1 }))
            .toSorted(byName),
        }
      : null,
    enforce_admins: protection.enforce_admins?.enabled ?? false,
    required_pull_request_reviews: reviews ? reviewSettingsOf(reviews) : null,
    restrictions: protection.restrictions ? namesOf(protection.restrictions) : null,
    allow_force_pushes: protection.allow_force_pushes?.enabled ?? false,
    allow_deletions: protection.allow_deletions?.enabled ?? false,
  };
}

interface Check {
  readonly context: string;
  readonly app_id: number;
}

/** The order of checks, whatever order GitHub shows them in; one may be required from several apps. */
export function byName(one: Check, other: Check): number {
  return one.context.localeCompare(other.context) || one.app_id - other.app_id;
}

function reviewSettingsOf(reviews: Reviews) {
  const { dismissal_restrictions: dismissal, bypass_pull_request_allowances: bypass } = reviews;
  return {
    dismiss_stale_reviews: reviews.dismiss_stale_reviews,
    require_code_owner_reviews: reviews.require_code_owner_reviews,
    required_approving_review_count: reviews.required_approving_review_count ?? 0,
    require_last_push_approval: reviews.require_last_push_approval ?? false,
    ...(dismissal && { dismissal_restrictions: namesOf(dismissal) }),
    // Empty is the same as none; personal repositories refuse the very word.
    ...(bypass && isNotEmpty(bypass) && { bypass_pull_request_allowances: namesOf(bypass) }),
  };
}

function isNotEmpty({ users = [], teams = [], apps = [] }: Names): boolean {
  return users.length + teams.length + apps.length > 0;
}

function namesOf({ users = [], teams = [], apps = [] }: Names) {
  return {
    users: users.map(({ login }) => login).toSorted(),
    teams: teams.map(({ slug }) => slug).toSorted(),
    apps: apps.map(({ slug }) => slug).toSorted(),
  };
}

/** What of the settings is otherwise, a phrase each. */
export function branchDifferences(expected: BranchSettings, found: BranchSettings): string[] {
  const { required_pull_request_reviews: reviews, ...others } = expected;
  const { required_pull_request_reviews: foundReviews, ...foundOthers } = found;
  return [...differences(reviews ?? {}, foundReviews ?? {}), ...differences(others, foundOthers)];
}

function differences(expected: object, found: object): string[] {
  const [wanted, shown] = [new Map(Object.entries(expected)), new Map(Object.entries(found))];
  const names = new Set([...wanted.keys(), ...shown.keys()]);
  return [...names]
    .filter((name) => !isDeepStrictEqual(wanted.get(name), shown.get(name)))
    .map((name) => `${name} ${show(shown.get(name))}, expected ${show(wanted.get(name))}`);
}

function show(value: unknown): string {
  return value === undefined ? 'none' : JSON.stringify(value);
}

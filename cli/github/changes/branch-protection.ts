import { isDeepStrictEqual } from 'node:util';
import { Change } from './change';
import { isAboutThePlan, read, readIfThere, write } from '../gh';

const PLAN_HINT =
  'GitHub offers branch protection on private repositories with a paid plan only. Make the repository public, or pay for it: without it whoever may push to the branch is not reviewed.';

interface Names {
  readonly users?: readonly { readonly login: string }[];
  readonly teams?: readonly { readonly slug: string }[];
  readonly apps?: readonly { readonly slug: string }[];
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
interface Protection extends Partial<Record<(typeof SWITCHES)[number], { readonly enabled: boolean }>> {
  readonly required_status_checks?: {
    readonly strict: boolean;
    readonly checks?: readonly { readonly context: string; readonly app_id: number | null }[];
  };
  readonly enforce_admins?: { readonly enabled: boolean };
  readonly required_pull_request_reviews?: {
    readonly dismiss_stale_reviews: boolean;
    readonly require_code_owner_reviews: boolean;
    readonly required_approving_review_count?: number;
    readonly require_last_push_approval?: boolean;
    readonly dismissal_restrictions?: Names;

    /** Who need no review. */
    readonly bypass_pull_request_allowances?: Names;
  };
  readonly restrictions?: Names;
  readonly allow_force_pushes?: { readonly enabled: boolean };
  readonly allow_deletions?: { readonly enabled: boolean };
}

/**
 * A review by a code owner before anything reaches the branch that the pipeline follows; no way around it.
 *
 * What is stricter already stays.
 */
export async function branchProtectionChanges(
  repository: string,
  branch: string,
): Promise<{ readonly changes: readonly Change[]; readonly notes: readonly string[] }> {
  const address = `repos/${repository}/branches/${encodeURIComponent(branch)}`;
  await read(address);
  const current = await readProtection(`${address}/protection`);
  if (!current) {
    const note = `Not possible: the protection of ${branch} of ${repository}. ${PLAN_HINT}`;
    return { changes: [], notes: [note] };
  }
  const before = settingsOf(current);
  const bypass = isNotEmpty(current.required_pull_request_reviews?.bypass_pull_request_allowances);
  const after = {
    ...before,
    enforce_admins: true,
    required_pull_request_reviews: {
      ...before.required_pull_request_reviews,
      dismiss_stale_reviews: true,
      require_code_owner_reviews: true,
      // Else a code owner pushes to another's pull request, approves it, and has merged alone.
      require_last_push_approval: true,
      required_approving_review_count: Math.max(
        1,
        before.required_pull_request_reviews?.required_approving_review_count ?? 0,
      ),
      // Empty, where it was not; personal repositories refuse the very word.
      ...(bypass && { bypass_pull_request_allowances: namesOf({}) }),
    },
    allow_force_pushes: false,
    allow_deletions: false,
  };
  if (isDeepStrictEqual(before, after)) return { changes: [], notes: [] };
  const change: Change = {
    title: `${repository}: ${branch} takes only what a code owner has reviewed`,
    commands: [write('PUT', `${address}/protection`, after)],
    hint: PLAN_HINT,
  };
  return { changes: [change], notes: [] };
}

/** @returns undefined where the account's plan offers none */
async function readProtection(address: string): Promise<Protection | undefined> {
  try {
    return (await readIfThere<Protection>(address)) ?? {};
  } catch (error) {
    if (isAboutThePlan(error as Error)) return undefined;
    throw error;
  }
}

function settingsOf(protection: Protection) {
  const { required_status_checks: checks, required_pull_request_reviews: reviews } = protection;
  return {
    ...Object.fromEntries(SWITCHES.map((name) => [name, protection[name]?.enabled ?? false])),
    // An app_id of -1 is any app (as the page above says), which is shown as null.
    required_status_checks: checks
      ? {
          strict: checks.strict,
          checks: (checks.checks ?? []).map(({ context, app_id }) => ({ context, app_id: app_id ?? -1 })),
        }
      : null,
    enforce_admins: protection.enforce_admins?.enabled ?? false,
    required_pull_request_reviews: reviews
      ? {
          dismiss_stale_reviews: reviews.dismiss_stale_reviews,
          require_code_owner_reviews: reviews.require_code_owner_reviews,
          required_approving_review_count: reviews.required_approving_review_count ?? 0,
          require_last_push_approval: reviews.require_last_push_approval ?? false,
          ...(reviews.dismissal_restrictions && {
            dismissal_restrictions: namesOf(reviews.dismissal_restrictions),
          }),
        }
      : null,
    restrictions: protection.restrictions ? namesOf(protection.restrictions) : null,
    allow_force_pushes: protection.allow_force_pushes?.enabled ?? false,
    allow_deletions: protection.allow_deletions?.enabled ?? false,
  };
}

function isNotEmpty({ users = [], teams = [], apps = [] }: Names = {}): boolean {
  return users.length + teams.length + apps.length > 0;
}

function namesOf({ users = [], teams = [], apps = [] }: Names) {
  return {
    users: users.map(({ login }) => login),
    teams: teams.map(({ slug }) => slug),
    apps: apps.map(({ slug }) => slug),
  };
}

import { isDeepStrictEqual } from 'node:util';
import { Change } from './change';
import { read, readIfThere, write } from './gh';

const ADVICE =
  'GitHub offers branch protection on private repositories with a paid plan only. Make the repository public, or pay for it: without it whoever may push to the branch is not reviewed.';

interface Names {
  readonly users?: readonly { readonly login: string }[];
  readonly teams?: readonly { readonly slug: string }[];
  readonly apps?: readonly { readonly slug: string }[];
}

/** As GitHub's API shows it ("REST API endpoints for protected branches"). */
interface Protection {
  readonly required_status_checks?: { readonly strict: boolean; readonly contexts: readonly string[] };
  readonly enforce_admins?: { readonly enabled: boolean };
  readonly required_pull_request_reviews?: {
    readonly dismiss_stale_reviews: boolean;
    readonly require_code_owner_reviews: boolean;
    readonly required_approving_review_count?: number;
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
export async function branchProtectionChanges(repository: string, branch: string): Promise<Change[]> {
  const address = `repos/${repository}/branches/${encodeURIComponent(branch)}`;
  await read(address);
  const current = (await readIfThere<Protection>(`${address}/protection`)) ?? {};
  const before = settingsOf(current);
  const after = {
    ...before,
    enforce_admins: true,
    required_pull_request_reviews: {
      dismiss_stale_reviews: true,
      require_code_owner_reviews: true,
      required_approving_review_count: Math.max(
        1,
        before.required_pull_request_reviews?.required_approving_review_count ?? 0,
      ),
    },
    allow_force_pushes: false,
    allow_deletions: false,
  };
  if (isDeepStrictEqual(before, after)) return [];
  return [
    {
      title: `${repository}: ${branch} takes only what a code owner has reviewed`,
      commands: [write('PUT', `${address}/protection`, after)],
      advice: ADVICE,
    },
  ];
}

function settingsOf(protection: Protection) {
  const { required_status_checks: checks, required_pull_request_reviews: reviews } = protection;
  return {
    required_status_checks: checks ? { strict: checks.strict, contexts: checks.contexts } : null,
    enforce_admins: protection.enforce_admins?.enabled ?? false,
    required_pull_request_reviews: reviews
      ? {
          dismiss_stale_reviews: reviews.dismiss_stale_reviews,
          require_code_owner_reviews: reviews.require_code_owner_reviews,
          required_approving_review_count: reviews.required_approving_review_count ?? 0,
        }
      : null,
    restrictions: protection.restrictions ? namesOf(protection.restrictions) : null,
    allow_force_pushes: protection.allow_force_pushes?.enabled ?? false,
    allow_deletions: protection.allow_deletions?.enabled ?? false,
  };
}

function namesOf({ users = [], teams = [], apps = [] }: Names) {
  return {
    users: users.map(({ login }) => login),
    teams: teams.map(({ slug }) => slug),
    apps: apps.map(({ slug }) => slug),
  };
}

import { Change } from './change';
import { GitHubRefusal, GitHubRepositoryFacts, isAboutThePlan, read, readIfThere, write } from '../gh';
import {
  branchDifferences,
  BranchSettings,
  branchSettingsOf,
  NO_REVIEWS,
  Protection,
} from './branch-settings';
import { reasonAgainstChecks, withOwnChecks } from './required-checks';

const PLAN_HINT =
  'GitHub offers branch protection on private repositories with a paid plan only. Make the repository public, or pay for it: without it whoever may push to the branch is not reviewed.';

/**
 * A review by a code owner, and the checks of the pull request, before anything reaches the branch that the pipeline
 * follows; no way around it.
 *
 * What is stricter already stays.
 */
export async function branchProtectionChanges(
  repository: string,
  branch: string,
): Promise<{ readonly changes: readonly Change[]; readonly notes: readonly string[] }> {
  const address = `repos/${repository}/branches/${encodeURIComponent(branch)}`;
  await read(address);
  const current = await readProtection(repository, `${address}/protection`);
  if (!current) {
    const note = `Not possible: the protection of ${branch} of ${repository}. ${PLAN_HINT}`;
    return { changes: [], notes: [note] };
  }
  const reason = await reasonAgainstChecks(repository, branch);
  const notes = [...(reason ? [withoutChecks(repository, reason)] : []), ...(await publicNotes(repository))];
  const before = branchSettingsOf(current);
  const { bypass_pull_request_allowances: bypass, ...reviews } =
    before.required_pull_request_reviews ?? NO_REVIEWS;
  const after = {
    ...before,
    required_status_checks: reason
      ? before.required_status_checks
      : withOwnChecks(before.required_status_checks),
    enforce_admins: true,
    required_pull_request_reviews: {
      ...reviews,
      dismiss_stale_reviews: true,
      require_code_owner_reviews: true,
      // Else a code owner pushes to another's pull request, approves it, and has merged alone.
      require_last_push_approval: true,
      required_approving_review_count: Math.max(1, reviews.required_approving_review_count),
    },
    allow_force_pushes: false,
    allow_deletions: false,
  };
  if (branchDifferences(after, before).length === 0) return { changes: [], notes };
  const change: Change = {
    title: `${repository}: ${branch} takes only what a code owner has reviewed${reason ? '' : ', and what has passed the checks of its pull request'}`,
    commands: [write('PUT', `${address}/protection`, bypass ? withoutBypass(after) : after)],
    hint: PLAN_HINT,
    readBack: {
      differences: async () => {
        const found = (await readIfThere<Protection>(`${address}/protection`)) ?? {};
        return branchDifferences(after, branchSettingsOf(found));
      },
      remedy: `look at https://github.com/${repository}/settings/branches`,
    },
  };
  return { changes: [change], notes };
}

function withoutChecks(repository: string, reason: string): string {
  return `Not required: the checks of a pull request of ${repository}, as they would be awaited for ever, because ${reason}, and run this again.`;
}

async function publicNotes(repository: string): Promise<string[]> {
  const { private: isPrivate } = await read<GitHubRepositoryFacts>(`repos/${repository}`);
  return isPrivate
    ? []
    : [
        `${repository} is public: everybody reads the review of its pull requests, with the names of accounts, roles and registries in it.`,
      ];
}

/** Says that nobody passes by the review, where somebody did. */
function withoutBypass(settings: BranchSettings): object {
  const nobody = { users: [], teams: [], apps: [] };
  return {
    ...settings,
    required_pull_request_reviews: {
      ...settings.required_pull_request_reviews,
      bypass_pull_request_allowances: nobody,
    },
  };
}

/**
 * To whoever is no administrator GitHub shows a protection as little as one that is not there; only its words differ.
 *
 * @returns undefined where the account's plan offers none
 * @throws Error when the account may not see it, nor change it
 */
async function readProtection(repository: string, address: string): Promise<Protection | undefined> {
  try {
    return await read<Protection>(address);
  } catch (error) {
    if (isAboutThePlan(error as Error)) return undefined;
    if (!(error instanceof GitHubRefusal) || error.status !== 404) throw error;
    if (/not protected/i.test(error.said)) return {};
    throw new Error(
      `gh's account may not see how ${repository} is protected (${error.said}), expected an administrator of it: have one run this, or be made one at https://github.com/${repository}/settings/access`,
      { cause: error },
    );
  }
}

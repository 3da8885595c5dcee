import { read, readIfThere } from '../gh';
import { BranchSettings, byName } from './branch-settings';

/** The workflow that checks and reviews each pull request of the distribution. */
export const WORKFLOW = '.github/workflows/pull-request.yml';

/** Its jobs that have to succeed, as they call themselves. */
export const CHECKS = ['Checks of the change', 'Review of the change'];

/** GitHub Actions: without it any app that may write statuses could report them as passed ("About protected branches"). */
const APP_ID = 15368;

/**
 * Adds the workflow's checks to those that are required already, each of which stays.
 *
 * With `strict`, for they are of a trial merge: where the branch has gone on since, something else would be merged.
 */
export function withOwnChecks(
  before: BranchSettings['required_status_checks'],
): NonNullable<BranchSettings['required_status_checks']> {
  const own = CHECKS.map((context) => ({ context, app_id: APP_ID }));
  // From any app is less than from this one.
  const others = (before?.checks ?? []).filter(
    ({ context, app_id }) => !(CHECKS.includes(context) && [-1, APP_ID].includes(app_id)),
  );
  return {
    strict: true,
    checks: [...others, ...own].toSorted(byName),
  };
}

/**
 * Why the checks would never be reported, and every pull request wait for them.
 *
 * @returns undefined if they would be
 */
export async function reasonAgainstChecks(repository: string, branch: string): Promise<string | undefined> {
  const file = `repos/${repository}/contents/${WORKFLOW}?ref=${encodeURIComponent(branch)}`;
  if (!(await readIfThere(file))) return `${branch} has no ${WORKFLOW} yet: merge it`;
  const settings = `https://github.com/${repository}/settings/actions`;
  const permissions = `repos/${repository}/actions/permissions`;
  const { enabled, allowed_actions: allowed } = await read<ActionsPermissions>(permissions);
  if (!enabled) return `its GitHub Actions are turned off: turn them on at ${settings}`;
  const isWithoutGitHubs =
    allowed === 'local_only' ||
    (allowed === 'selected' &&
      !(await read<SelectedActions>(`${permissions}/selected-actions`)).github_owned_allowed);
  return isWithoutGitHubs
    ? `it may not use the actions of GitHub, such as actions/checkout: allow them at ${settings}`
    : undefined;
}

/** As GitHub's API shows them ("REST API endpoints for GitHub Actions permissions"). */
interface ActionsPermissions {
  readonly enabled: boolean;
  readonly allowed_actions?: 'all' | 'local_only' | 'selected';
}

interface SelectedActions {
  readonly github_owned_allowed: boolean;
}

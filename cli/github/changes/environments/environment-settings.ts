import { isDeepStrictEqual } from 'node:util';
import { Reviewer } from '../../people/reviewers';

/** An environment as GitHub's API shows it ("REST API endpoints for deployment environments"). */
export interface Environment {
  /** Whether administrators need no reviewer; that page leaves it out, but it is shown and taken. */
  readonly can_admins_bypass?: boolean;
  readonly protection_rules: readonly {
    readonly type: string;
    readonly wait_timer?: number;
    readonly prevent_self_review?: boolean;
    readonly reviewers?: readonly {
      readonly type: Reviewer['type'];
      readonly reviewer: { readonly id: number; readonly login?: string; readonly slug?: string };
    }[];
  }[];
  readonly deployment_branch_policy: null | BranchPolicy;
}

interface BranchPolicy {
  readonly protected_branches: boolean;
  readonly custom_branch_policies: boolean;
}

/** An environment's protection, as it is sent. */
export interface EnvironmentSettings {
  readonly wait_timer: number;
  readonly prevent_self_review: boolean;
  readonly can_admins_bypass: boolean;
  readonly reviewers: readonly Reviewer[];
  readonly deployment_branch_policy: null | BranchPolicy;
}

export function settingsOf(environment: Environment): EnvironmentSettings {
  const { protection_rules, deployment_branch_policy, can_admins_bypass } = environment;
  const rule = (type: string) => protection_rules.find((one) => one.type === type);
  const review = rule('required_reviewers');
  const reviewers = (review?.reviewers ?? []).map(({ type, reviewer }) => ({
    type,
    id: reviewer.id,
    name: reviewer.login ?? reviewer.slug ?? String(reviewer.id),
  }));
  return {
    wait_timer: rule('wait_timer')?.wait_timer ?? 0,
    prevent_self_review: review?.prevent_self_review ?? false,
    can_admins_bypass: can_admins_bypass ?? true,
    reviewers,
    deployment_branch_policy: deployment_branch_policy && {
      protected_branches: deployment_branch_policy.protected_branches,
      custom_branch_policies: deployment_branch_policy.custom_branch_policies,
    },
  };
}

/** What holds of an environment of which nothing is said. */
const DEFAULTS = settingsOf({ protection_rules: [], deployment_branch_policy: null });

/**
 * The settings as the API takes them, but for those that are neither said nor to be taken back.
 *
 * Of a private repository GitHub refuses what the plan does not offer, even where it is nothing that is sent
 * (google/go-github, "Add support for GitHub Environments for Pro/Teams pricing plans").
 *
 * @param before As they are
 */
export function bodyOf(settings: EnvironmentSettings, before = DEFAULTS): object {
  const said = new Set<string>([...differing(settings, DEFAULTS), ...differing(before, DEFAULTS)]);
  return Object.fromEntries(Object.entries(sent(settings)).filter(([name]) => said.has(name)));
}

/** What of the settings is otherwise, a phrase each. */
export function settingsDifferences(expected: EnvironmentSettings, found: EnvironmentSettings): string[] {
  const show = (settings: EnvironmentSettings, name: keyof EnvironmentSettings) =>
    name === 'reviewers' ? namesOf(settings.reviewers) : JSON.stringify(settings[name]);
  return differing(expected, found).map(
    (name) => `${name} ${show(found, name)}, expected ${show(expected, name)}`,
  );
}

function differing(some: EnvironmentSettings, others: EnvironmentSettings) {
  const [one, other] = [sent(some), sent(others)];
  const names = Object.keys(one) as (keyof EnvironmentSettings)[];
  return names.filter((name) => !isDeepStrictEqual(one[name], other[name]));
}

function sent({ reviewers, ...settings }: EnvironmentSettings) {
  return { ...settings, reviewers: inOrder(reviewers).map(({ type, id }) => ({ type, id })) };
}

/** GitHub shows them in an order of its own. */
function inOrder(reviewers: readonly Reviewer[]): Reviewer[] {
  return reviewers.toSorted((a, b) => a.type.localeCompare(b.type) || a.id - b.id);
}

function namesOf(reviewers: readonly Reviewer[]): string {
  return reviewers.length > 0 ? reviewers.map(({ name }) => name).join(' and ') : 'nobody';
}

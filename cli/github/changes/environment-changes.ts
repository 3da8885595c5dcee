import { isDeepStrictEqual } from 'node:util';
import { Change } from './change';
import { gh, read, readIfThere, write } from '../gh';
import { Reviewer } from '../reviewers';
import { WantedEnvironment } from '../configuration/wanted-environments';
import { SecretPurpose } from './secret-purpose';

const PLAN_HINT =
  "GitHub offers required reviewers and deployment branches on private repositories with a paid plan only (required reviewers with Enterprise). Make the repository public, or pay for it; with --no-reviewers Release is made without them, and then whoever may push to the repository's default branch may release.";

/** An environment as GitHub's API shows it ("REST API endpoints for deployment environments"). */
interface Environment {
  /** Whether administrators need no reviewer; that page leaves it out, but it is shown and taken. */
  readonly can_admins_bypass?: boolean;
  readonly protection_rules: readonly {
    readonly type: string;
    readonly wait_timer?: number;
    readonly prevent_self_review?: boolean;
    readonly reviewers?: readonly {
      readonly type: Reviewer['type'];
      readonly reviewer: { readonly id: number };
    }[];
  }[];
  readonly deployment_branch_policy: null | {
    readonly protected_branches: boolean;
    readonly custom_branch_policies: boolean;
  };
}

/** Who may deploy to the environments of a repository, beside what its stage says. */
export interface Deployers {
  /** The one branch that may deploy to Master and Release. */
  readonly branch: string;

  /** Who may agree to a release. @default - those who may already */
  readonly reviewers?: readonly Reviewer[];
}

/**
 * What has to change for an environment to be what is wanted.
 *
 * @throws Error when no reviewer is named for Release
 */
export async function environmentChanges(wanted: WantedEnvironment, deployers: Deployers): Promise<Change[]> {
  const address = `repos/${wanted.repository}/environments/${encodeURIComponent(wanted.name)}`;
  const current = await readIfThere<Environment>(address);
  const protection = await protectionChange(wanted, address, current, deployers);
  const secrets = await secretsChange(wanted, address, current);
  return [protection, secrets].filter((change) => change !== undefined);
}

async function protectionChange(
  { repository, name, stageName }: WantedEnvironment,
  address: string,
  current: Environment | undefined,
  { branch, reviewers }: Deployers,
): Promise<Change | undefined> {
  const isProtected = stageName !== 'Development';
  const before = current && settingsOf(current);
  const after = {
    wait_timer: before?.wait_timer ?? 0,
    prevent_self_review: before?.prevent_self_review ?? false,
    // GitHub lets them unless it is told not to.
    can_admins_bypass: stageName === 'Release' ? false : (before?.can_admins_bypass ?? true),
    reviewers: inOrder(
      stageName === 'Release' ? (reviewers ?? before?.reviewers ?? []) : (before?.reviewers ?? []),
    ),
    deployment_branch_policy: isProtected
      ? { protected_branches: false, custom_branch_policies: true }
      : (before?.deployment_branch_policy ?? null),
  };
  if (stageName === 'Release' && !reviewers && after.reviewers.length === 0) {
    throw new Error(
      `the environment ${name} of ${repository} has no required reviewers, expected one or more who agree to a release: say --reviewer LOGIN or --reviewer ORG/TEAM`,
    );
  }
  const isSame = isDeepStrictEqual(before, after);
  const branches = isProtected ? await branchCommands(address, current, branch) : [];
  if (isSame && branches.length === 0) return undefined;
  const from = isProtected
    ? `from ${branch} only`
    : after.deployment_branch_policy
      ? 'from the branches that it takes already'
      : 'from any branch';
  const by = stageName === 'Release' ? `, with ${after.reviewers.length} required reviewer(s)` : '';
  return {
    title: `${repository}: environment ${name}, ${from}${by}`,
    commands: [...(isSame ? [] : [write('PUT', address, after)]), ...branches],
    hint: PLAN_HINT,
  };
}

/** GitHub shows them in an order of its own. */
function inOrder(reviewers: readonly Reviewer[]): Reviewer[] {
  return reviewers.toSorted((a, b) => a.type.localeCompare(b.type) || a.id - b.id);
}

function settingsOf({ protection_rules, deployment_branch_policy, can_admins_bypass }: Environment) {
  const rule = (type: string) => protection_rules.find((one) => one.type === type);
  const review = rule('required_reviewers');
  return {
    wait_timer: rule('wait_timer')?.wait_timer ?? 0,
    prevent_self_review: review?.prevent_self_review ?? false,
    can_admins_bypass: can_admins_bypass ?? true,
    reviewers: inOrder((review?.reviewers ?? []).map(({ type, reviewer }) => ({ type, id: reviewer.id }))),
    deployment_branch_policy: deployment_branch_policy && {
      protected_branches: deployment_branch_policy.protected_branches,
      custom_branch_policies: deployment_branch_policy.custom_branch_policies,
    },
  };
}

/** Admits the one branch, and none that is admitted beside it. */
async function branchCommands(address: string, current: Environment | undefined, branch: string) {
  const policies = `${address}/deployment-branch-policies`;
  const hasCustom = current?.deployment_branch_policy?.custom_branch_policies;
  const { branch_policies = [] } = hasCustom
    ? await read<{ branch_policies?: { id: number; name: string; type?: string }[] }>(
        `${policies}?per_page=100`,
      )
    : {};
  const isOurs = (policy: { name: string; type?: string }) => policy.name === branch && policy.type !== 'tag';
  return [
    ...branch_policies.filter((one) => !isOurs(one)).map(({ id }) => write('DELETE', `${policies}/${id}`)),
    ...(branch_policies.some(isOurs) ? [] : [write('POST', policies, { name: branch, type: 'branch' })]),
  ];
}

/** A secret cannot be read, so one is set again that is for another registry, or older than its stack's last change. */
async function secretsChange(
  wanted: WantedEnvironment,
  address: string,
  current: Environment | undefined,
): Promise<Change | undefined> {
  const { repository, name, secrets, changed } = wanted;
  const where = ['--env', name, '--repo', repository];
  const listed = current
    ? await gh({ args: ['secret', 'list', ...where, '--json', 'name,updatedAt'] })
    : '[]';
  const there = new Map(
    (JSON.parse(listed) as { name: string; updatedAt: string }[]).map((one) => [
      one.name,
      new Date(one.updatedAt),
    ]),
  );
  const purpose = await SecretPurpose.of(address, wanted);
  const due = Object.entries(secrets).filter(
    ([secret]) => !purpose.isWanted || (there.get(secret) ?? new Date(0)) < changed,
  );
  if (due.length === 0) return undefined;
  return {
    title: `${repository}: secrets of ${name}${purpose.replaced}`,
    commands: purpose.around(
      due.map(([secret, input]) => ({ args: ['secret', 'set', secret, ...where], input })),
    ),
  };
}

import { Change } from '../change';
import { readIfThere, write } from '../../gh';
import { Reviewer } from '../../people/reviewers';
import { WantedEnvironment } from '../../configuration/wanted-environments';
import { BranchPolicies } from './branch-policies';
import { environmentAddress } from './environment-name';
import {
  bodyOf,
  Environment,
  EnvironmentSettings,
  settingsDifferences,
  settingsOf,
} from './environment-settings';
import { secretChanges } from './secret-changes';

const PLAN_HINT =
  "GitHub offers required reviewers and deployment branches on private repositories with a paid plan only (required reviewers with Enterprise), and makes the environment all the same; no secret was set. Make the repository public, or pay for it; with --no-reviewers Release is made without them, and then whoever may push to the repository's default branch may release.";

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
 * Its protection comes before its secrets, which are not set where that does not stand.
 *
 * @throws Error when no reviewer is named for Release
 */
export async function environmentChanges(wanted: WantedEnvironment, deployers: Deployers): Promise<Change[]> {
  const address = environmentAddress(wanted);
  const current = await readIfThere<Environment>(address);
  const protection = await protectionChange(wanted, address, current, deployers);
  const secrets = await secretChanges(wanted, address, current !== undefined);
  return protection ? [protection, ...secrets] : secrets;
}

async function protectionChange(
  wanted: WantedEnvironment,
  address: string,
  current: Environment | undefined,
  { branch, reviewers }: Deployers,
): Promise<Change | undefined> {
  const { repository, name, stageName } = wanted;
  const before = current && settingsOf(current);
  const after = protectedSettings(wanted, before, reviewers);
  const admitted = stageName === 'Development' ? undefined : branch;
  const isSame = before !== undefined && settingsDifferences(after, before).length === 0;
  const branches = admitted ? (await BranchPolicies.of(address, current)).commandsFor(admitted) : [];
  if (isSame && branches.length === 0) return undefined;
  const from = admitted
    ? `from ${branch} only`
    : after.deployment_branch_policy
      ? 'from the branches that it takes already'
      : 'from any branch';
  const by = stageName === 'Release' ? `, with ${after.reviewers.length} required reviewer(s)` : '';
  return {
    title: `${repository}: environment ${name}, ${from}${by}`,
    commands: [...(isSame ? [] : [write('PUT', address, bodyOf(after, before))]), ...branches],
    hint: PLAN_HINT,
    readBack: {
      differences: () => protectionDifferences(address, after, admitted),
      remedy: remedyOf(repository, current !== undefined),
    },
  };
}

function protectedSettings(
  { repository, name, stageName }: WantedEnvironment,
  before: EnvironmentSettings | undefined,
  reviewers: readonly Reviewer[] | undefined,
): EnvironmentSettings {
  const isRelease = stageName === 'Release';
  const reviewedBy = (isRelease ? reviewers : undefined) ?? before?.reviewers ?? [];
  const after = {
    wait_timer: before?.wait_timer ?? 0,
    prevent_self_review: before?.prevent_self_review ?? false,
    // GitHub lets them pass by the reviewers unless it is told not to.
    can_admins_bypass: isRelease && reviewedBy.length > 0 ? false : (before?.can_admins_bypass ?? true),
    reviewers: reviewedBy,
    deployment_branch_policy:
      stageName === 'Development'
        ? (before?.deployment_branch_policy ?? null)
        : { protected_branches: false, custom_branch_policies: true },
  };
  if (isRelease && !reviewers && after.reviewers.length === 0) {
    throw new Error(
      `the environment ${name} of ${repository} has no required reviewers, expected one or more who agree to a release: say --reviewer LOGIN or --reviewer ORG/TEAM`,
    );
  }
  // It belongs to the rule of the reviewers, and goes with the last of them.
  return after.reviewers.length > 0 ? after : { ...after, prevent_self_review: false };
}

async function protectionDifferences(
  address: string,
  expected: EnvironmentSettings,
  admitted: string | undefined,
): Promise<string[]> {
  const found = await readIfThere<Environment>(address);
  if (!found) return ['no such environment'];
  return [
    ...settingsDifferences(expected, settingsOf(found)),
    ...(admitted ? (await BranchPolicies.of(address, found)).differences(admitted) : []),
  ];
}

function remedyOf(repository: string, isThere: boolean): string {
  const place = `https://github.com/${repository}/settings/environments`;
  const secrets = isThere
    ? 'no secret was set, but those that it had already are open until this is mended'
    : 'none of its secrets was set';
  return `${secrets}. Look at ${place}, and at who has access to the repository`;
}

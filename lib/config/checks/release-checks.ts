import type { Mistake } from '../configuration-error';
import type { DistributionInput } from '../settings/distribution-settings';
import type { ReleaseInput } from '../settings/release-settings';
import { stageConfig } from '../fill-in';
import type { Sound } from '../parse';
import { show } from '../show';

/**
 * The most accounts in one list.
 *
 * The policy of a repository takes 10,240 characters (Amazon ECR API Reference, "SetRepositoryPolicy"), and an
 * account up to 40 of them; the rest is for what they may do, and for the organization.
 */
const MAX_ACCOUNTS = 240;

/** What is wrong with who may pull from Release only if it is seen together with the rest. */
export function checkReleases(
  input: Sound<DistributionInput>,
  isMistaken: (path: string) => boolean,
): Mistake[] {
  const own = isMistaken('stages.Release.account') ? undefined : stageConfig(input, 'Release').account;
  return [
    ...wrongAccounts('release', input.release, own),
    ...(input.images ?? []).flatMap((image, index) =>
      wrongAccounts(`images[${index}].release`, image?.release, own),
    ),
  ];
}

function wrongAccounts(
  path: string,
  release: Sound<ReleaseInput> | undefined,
  own: string | undefined,
): Mistake[] {
  const accounts = release?.pullAccounts ?? [];
  const tooMany = {
    path: `${path}.pullAccounts`,
    received: `${accounts.length} accounts`,
    expected: `at most ${MAX_ACCOUNTS}: the policy of a repository has no room for more`,
    fix: 'name their organization as pullOrganization, or give each image a list of its own',
  };
  return [
    ...accounts.flatMap((account, index) => {
      const expected = excess(account, accounts.indexOf(account) < index, own);
      if (account === undefined || expected === undefined) return [];
      return [{ path: `${path}.pullAccounts[${index}]`, received: show(account), ...expected }];
    }),
    ...(accounts.length > MAX_ACCOUNTS ? [tooMany] : []),
  ];
}

function excess(account: string | undefined, isRepeated: boolean, own: string | undefined) {
  if (account === own) {
    return {
      expected: 'another account than the one of Release, in which the groups of the images say who pulls',
      fix: 'remove it, and add whoever is to pull to the group in the output EndUserGroupName',
    };
  }
  return isRepeated ? { expected: 'each account once', fix: 'remove it' } : undefined;
}

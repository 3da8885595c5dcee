import { GitHubRepositoryFacts, read } from '../gh';

/** The branch of an image's repository from which its workflows push to Master and release. */
export const BRANCH = 'master';

/**
 * Says where an image's repository begins its branches elsewhere.
 *
 * GitHub starts `Release` by hand on the default branch, and `Master` is for pushes to this one; nothing would say why
 * neither ever runs.
 */
export async function defaultBranchFindings(repositories: Iterable<string>): Promise<string[]> {
  const findings: string[] = [];
  for (const repository of repositories) {
    const { default_branch } = await read<GitHubRepositoryFacts>(`repos/${repository}`);
    if (default_branch === BRANCH) continue;
    findings.push(
      `The default branch of ${repository} is '${default_branch}', expected '${BRANCH}', on which its workflows rest:\n` +
        `  gh api --method POST repos/${repository}/branches/${encodeURIComponent(default_branch)}/rename -f new_name=${BRANCH}`,
    );
  }
  return findings;
}

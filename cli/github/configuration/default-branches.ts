import { GitHubRepositoryFacts, read } from '../gh';

/** The branches from which the workflows of images' repositories push to Master and release, by repository. */
export async function defaultBranches(repositories: Iterable<string>): Promise<Record<string, string>> {
  const branches: Record<string, string> = {};
  for (const repository of new Set(repositories)) {
    branches[repository] = (await read<GitHubRepositoryFacts>(`repos/${repository}`)).default_branch;
  }
  return branches;
}

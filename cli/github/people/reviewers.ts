import { expectReader } from './access';
import { Account, findAccount } from './account';

/** A user or team who may agree to a job, as GitHub's API names them. */
export type Reviewer = Pick<Account, 'type' | 'id' | 'name'>;

/** GitHub Docs, "REST API endpoints for deployment environments". */
const MAX_REVIEWERS = 6;

/**
 * Finds who is to agree to a release.
 *
 * @param repositories Those whose releases they are to agree to
 * @throws Error when GitHub would not take one of them
 */
export async function findReviewers(
  names: readonly string[],
  repositories: readonly string[],
): Promise<Reviewer[]> {
  const reviewers = new Map<string, Reviewer>();
  for (const said of names) {
    const account = await findAccount('--reviewer is', said);
    for (const repository of repositories) await expectReader('--reviewer is', account, repository);
    const { type, id, name } = account;
    reviewers.set(`${type} ${id}`, { type, id, name });
  }
  if (reviewers.size <= MAX_REVIEWERS) return [...reviewers.values()];
  const all = [...reviewers.values()].map(({ name }) => name).join(', ');
  throw new Error(
    `--reviewer names ${reviewers.size} (${all}), expected ${MAX_REVIEWERS} at most, as GitHub takes no more: say a team of them`,
  );
}

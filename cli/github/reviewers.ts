import { read } from './gh';

/** A user or team who may agree to a job, as GitHub's API names them. */
export interface Reviewer {
  readonly type: 'User' | 'Team';
  readonly id: number;
}

/** Finds users by `login` and teams by `org/team`. @throws GitHubRefusal when there is none of that name */
export async function findReviewers(names: readonly string[]): Promise<Reviewer[]> {
  const reviewers: Reviewer[] = [];
  for (const name of names) {
    const [org, team] = name.replace(/^@/, '').split('/');
    const { id } = await read<{ id: number }>(team ? `orgs/${org}/teams/${team}` : `users/${org}`);
    reviewers.push({ type: team ? 'Team' : 'User', id });
  }
  return reviewers;
}

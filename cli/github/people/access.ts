import { isThere, readIfThere } from '../gh';
import { Account } from './account';

/** Answers with what a team may do, in place of nothing (GitHub Docs, "REST API endpoints for teams"). */
const WITH_PERMISSIONS = 'application/vnd.github.v3.repository+json';

/**
 * Refuses whoever has no access of their own to a repository.
 *
 * GitHub leaves such a reviewer out of an environment without a word, a team of a public repository too
 * (integrations/terraform-provider-github, "github_repository_environment fails to add teams to reviewers").
 *
 * @param where What says the name, for messages: `--reviewer is`
 */
export async function expectReader(where: string, account: Account, repository: string): Promise<void> {
  const isReader =
    account.type === 'Team'
      ? (await teamPermissions(account, repository))?.pull
      : await isThere(`repos/${repository}/collaborators/${account.name}`);
  if (isReader) return;
  throw new Error(
    `${where} '${account.name}', who has no access to ${repository}, expected Read or more, without which GitHub drops them: ${givenAt(repository)}`,
  );
}

/**
 * Refuses whoever cannot be a code owner.
 *
 * They need to write, and a team to be visible, even if its members may write (GitHub Docs, "About code owners").
 *
 * @param where What says the name, for messages: `--owner is`
 */
export async function expectWriter(where: string, account: Account, repository: string): Promise<void> {
  if (account.isSecret) {
    throw new Error(
      `${where} '${account.name}', which is a secret team, expected a visible one, as GitHub takes no other for an owner: change its visibility at https://github.com/orgs/${account.name.replace('/', '/teams/')}/edit`,
    );
  }
  const isWriter =
    account.type === 'Team'
      ? (await teamPermissions(account, repository))?.push
      : ['admin', 'write'].includes(await userPermission(account, repository));
  if (isWriter) return;
  throw new Error(
    `${where} '${account.name}', who may not write to ${repository}, expected Write or more, as GitHub takes no other for an owner: ${givenAt(repository)}`,
  );
}

async function teamPermissions({ name }: Account, repository: string) {
  const team = `orgs/${name.replace('/', '/teams/')}`;
  const found = await readIfThere<{ permissions?: { pull: boolean; push: boolean } }>(
    `${team}/repos/${repository}`,
    WITH_PERMISSIONS,
  );
  return found?.permissions;
}

async function userPermission({ name }: Account, repository: string): Promise<string> {
  const address = `repos/${repository}/collaborators/${name}/permission`;
  // Maintainers are told as write, and those who triage as read ("REST API endpoints for collaborators").
  return (await readIfThere<{ permission: string }>(address))?.permission ?? 'none';
}

function givenAt(repository: string): string {
  return `give it at https://github.com/${repository}/settings/access`;
}

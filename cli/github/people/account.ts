import { readIfThere } from '../gh';

/** A user or a team, as GitHub knows them. */
export interface Account {
  readonly type: 'User' | 'Team';
  readonly id: number;

  /** `login` or `org/team`, as GitHub spells them. */
  readonly name: string;

  /** Whether only its members and the owners of its organization see the team. */
  readonly isSecret: boolean;
}

/** As GitHub's API shows it ("REST API endpoints for teams"). */
interface Team {
  readonly id: number;
  readonly slug: string;
  readonly privacy?: string;
  readonly organization: { readonly login: string };
}

const NAME = /^(?<login>[a-z\d][\w-]{0,38})(?:\/(?<team>[a-z\d_][\w.-]*))?$/i;

/** Addresses on GitHub's website. */
const ADDRESS =
  /^(?:https?:\/\/)?(?:www\.)?github\.com\/(?:orgs\/(?<org>[^/]+)\/teams\/(?<team>[^/?#]+)|(?!orgs\/)@?(?<login>[^/?#]+))/i;

/**
 * Finds a user by `login`, or a team by `org/team`.
 *
 * @param where What says the name, for messages: `--owner is`
 * @throws Error when it is no such name, or GitHub has nobody of that name
 */
export async function findAccount(where: string, said: string): Promise<Account> {
  const name = said.replace(/^@/, '');
  const { login, team } = NAME.exec(name)?.groups ?? {};
  if (!login) throw new Error(`${where} '${said}', expected LOGIN or ORG/TEAM: ${fixOf(said)}`);
  return team ? findTeam(where, said, login, team) : findUser(where, said, login);
}

async function findUser(where: string, said: string, login: string): Promise<Account> {
  const found = await readIfThere<{ id: number; login: string; type: string }>(`users/${login}`);
  if (found?.type === 'User') return { type: 'User', id: found.id, name: found.login, isSecret: false };
  if (found) {
    throw new Error(
      `${where} '${said}', which is of the type ${found.type} on GitHub, expected a user or a team: say LOGIN or ${found.login}/TEAM`,
    );
  }
  throw new Error(
    `${where} '${said}', expected the login of a user on GitHub, which has none of that name: look at https://github.com/${login}`,
  );
}

async function findTeam(where: string, said: string, org: string, slug: string): Promise<Account> {
  const found = await readIfThere<Team>(`orgs/${org}/teams/${slug}`);
  if (!found) {
    throw new Error(
      `${where} '${said}', expected a team that gh's account may see, which has none of that name: look at https://github.com/orgs/${org}/teams, and say the team as in its address there`,
    );
  }
  const name = `${found.organization.login}/${found.slug}`;
  return { type: 'Team', id: found.id, name, isSecret: found.privacy === 'secret' };
}

function fixOf(said: string): string {
  const address = ADDRESS.exec(said)?.groups;
  if (address?.team) return `say ${address.org}/${address.team}`;
  if (address) return `say ${address.login}`;
  if (/.@./.test(said)) return 'say the login, as it cannot be looked up whose address that is';
  if (/\S\s+\S/.test(said)) return 'say the option again for each, and a team as in its address on GitHub';
  return 'say one, as in its address on GitHub';
}

import { gh, GitHubRefusal, HOST, NotLoggedIn } from './gh';

/** As whom `gh` asks and writes. */
export interface ActingAccount {
  readonly login: string;

  /** What it is logged in by: the variable that holds its token. @default - `gh auth login` */
  readonly variable?: string;
}

/** Why `gh` cannot be used, and what to do about it. */
export interface NoAccount {
  readonly reason: string;
}

/** Variables whose token goes before whoever is logged in, the first one first (gh's manual, "gh help environment"). */
const TOKENS = ['GH_TOKEN', 'GITHUB_TOKEN'];

const LOG_IN = `gh auth login --hostname ${HOST}`;

/**
 * Asks GitHub itself as whom `gh` acts.
 *
 * `gh auth status` fails for any stale account of any host, though another one is active, and its option `--active`
 * came with gh 2.57: Ubuntu 24.04 has 2.45. GraphQL's `viewer` knows tokens of apps too, which `GET /user` does not.
 *
 * @throws Error when GitHub cannot be asked, for want of a network for instance
 */
export async function readAccount(): Promise<ActingAccount | NoAccount> {
  const variable = TOKENS.find((name) => process.env[name]);
  try {
    const answer = await gh({ args: ['api', 'graphql', '--raw-field', 'query={viewer{login}}'] });
    const { data } = JSON.parse(answer) as { readonly data: { readonly viewer: { readonly login: string } } };
    return { login: data.viewer.login, variable };
  } catch (error) {
    const reason = reasonOf(error as Error, variable);
    if (reason) return { reason };
    throw error;
  }
}

function reasonOf(error: Error, variable: string | undefined): string | undefined {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
    return `There is no gh on the path: install GitHub's CLI and run '${LOG_IN}'.`;
  }
  // Without any token GitHub answers 401 or, where others of the address have asked, 403.
  const isRefused =
    error instanceof GitHubRefusal &&
    (error.status === 401 || (error.status === 403 && /authenticated/i.test(error.said)));
  if (isRefused && variable) {
    return `${HOST} refuses the token of ${variable}, expected a valid one: write one into it, or unset it and run '${LOG_IN}'.`;
  }
  if (isRefused || error instanceof NotLoggedIn) {
    return `gh is not logged in at ${HOST}, or its active account there is refused: run '${LOG_IN}', or 'gh auth switch --hostname ${HOST}'.`;
  }
  return undefined;
}

/** As whom it acts, for the plan. */
export function showAccount({ login, variable }: ActingAccount): string {
  const by = variable ? `by the token of ${variable}` : `the active account of gh`;
  const { GH_HOST: host } = process.env;
  return [
    `GitHub: ${HOST}, as ${login} (${by})`,
    ...(host && host.toLowerCase() !== HOST
      ? [
          `GH_HOST is '${host}' and passed over: push roles trust jobs of ${HOST} alone. Unset it before you run a command of this plan by hand.`,
        ]
      : []),
  ].join('\n');
}

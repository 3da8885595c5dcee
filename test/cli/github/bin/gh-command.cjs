// Stands for GitHub's command line, as far as Slipway asks: addresses are put together and read as gh does (cli/cli,
// pkg/cmd/api/http.go, pkg/cmd/secret/set/http.go). What GitHub holds is in the file GITHUB_STATE.
const fs = require('node:fs');
const { GitHubApi, Refusal } = require('./github-api.cjs');

/**
 * One command of `gh`; returns its exit code.
 *
 * A function, because a process for each of hundreds of commands takes half of the time of these tests; `gh` beside it is
 * that process, for whatever starts one.
 *
 * @param env Its environment.
 * @param input Reads its standard input.
 * @param write Takes what it prints, and `complain` what it prints as errors.
 */
function gh({ args, env, input, write, complain }) {
  let exitCode;
  const state = JSON.parse(fs.readFileSync(env.GITHUB_STATE, 'utf8'));
  const api = new GitHubApi(state);
  const option = (name) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);

  try {
    if (args[0] === 'auth') authStatus();
    else {
      expectAccount();
      run();
    }
  } catch (error) {
    complain(`${error.message}\n`);
    exitCode ??= 1;
  }
  fs.writeFileSync(env.GITHUB_STATE, JSON.stringify(state));
  return exitCode ?? 0;

  function run() {
    if (args[0] === 'api') callApi();
    else if (args[0] === 'secret' && args[1] === 'list') listSecrets();
    else if (args[0] === 'secret' && args[1] === 'set') setSecret(args[2]);
    else throw new Error(`unknown command "${args[0]}" for "gh"`);
  }

  /** Where it asks (cli/cli, "internal/config/config.go"): what is named, `GH_HOST`, or the only host that is known. */
  function hostOf() {
    const [named] = /^[\w.-]+(?=\/[^/]+\/)/.exec(option('--repo') ?? '') ?? [];
    const known = [...new Set(state.accounts.map(({ host }) => host))];
    return option('--hostname') ?? named ?? (env.GH_HOST || (known.length === 1 ? known[0] : 'github.com'));
  }

  /** A token of the environment goes before the account that is active. */
  function account(host = hostOf()) {
    const names =
      host === 'github.com'
        ? ['GH_TOKEN', 'GITHUB_TOKEN']
        : ['GH_ENTERPRISE_TOKEN', 'GITHUB_ENTERPRISE_TOKEN'];
    const token = names.map((name) => env[name]).find(Boolean);
    if (!token) return state.accounts.find((one) => one.host === host && one.isActive);
    const login = state.tokens[token];
    return { host, login, isActive: true, isStale: login === undefined };
  }

  /** Exits as gh does: by 4 with no account of any host, after an answer of GitHub's with a stale one. */
  function expectAccount() {
    const tokens = ['GH_TOKEN', 'GITHUB_TOKEN', 'GH_ENTERPRISE_TOKEN', 'GITHUB_ENTERPRISE_TOKEN'];
    if (state.accounts.length === 0 && !tokens.some((name) => env[name])) {
      exitCode = 4;
      throw new Error('To get started with GitHub CLI, please run:  gh auth login');
    }
    if (state.isOffline) {
      throw new Error(
        `error connecting to api.${hostOf()}\ncheck your internet connection or https://githubstatus.com`,
      );
    }
    if (!account()) throw new Error('gh: This endpoint requires you to be authenticated. (HTTP 401)');
    if (account().isStale) throw new Error('gh: Bad credentials (HTTP 401)');
  }

  /** Fails for any stale account that it is asked about (cli/cli, "pkg/cmd/auth/status/status.go"). */
  function authStatus() {
    const asked = state.accounts.filter(({ host }) => [undefined, host].includes(option('--hostname')));
    if (asked.length === 0)
      throw new Error('You are not logged into any GitHub hosts. To log in, run: gh auth login');
    const checked = asked.map((one) => (one.isActive ? account(one.host) : one));
    const shown = args.includes('--active') ? checked.filter(({ isActive }) => isActive) : checked;
    if (shown.some(({ isStale }) => isStale)) throw new Error(`Failed to log in to ${hostOf()}`);
  }

  /** An empty answer prints nothing; a refusal prints its body, and says the rest elsewhere. */
  function callApi() {
    const body = option('--input') && JSON.parse(input());
    const method = option('--method') ?? (body ? 'POST' : 'GET');
    try {
      const url = parsed(args[1] === '--method' ? args[3] : args[1]);
      const answer = call(method, url, body, option('--header'));
      if (answer !== undefined) print(answer);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      write(JSON.stringify({ message: error.message, status: String(error.status) }));
      throw new Error(`gh: ${error.message} (HTTP ${error.status})`);
    }
  }

  /** Before gh 2.36 it knows no --json, and Debian 12 has 2.23; without any secret it prints nothing. */
  function listSecrets() {
    if (args.includes('--json')) throw new Error('unknown flag: --json');
    const { secrets = [] } = told('failed to get secrets', () =>
      rest('GET', `${environment()}/secrets?per_page=100`),
    );
    for (const { name, updated_at } of secrets) write(`${name}\t${updated_at}\n`);
  }

  /** The key of the environment comes first: without one gh has nothing to encrypt with, and crashes. */
  function setSecret(name) {
    const value = input().replace(/[\r\n]+$/, '');
    const { key, key_id } = told('failed to fetch public key', () =>
      rest('GET', `${environment()}/secrets/public-key`),
    );
    if (!key) throw new Error('panic: runtime error: slice bounds out of range [:32] with capacity 0');
    told(`failed to set secret "${name}"`, () =>
      rest('PUT', `${environment()}/secrets/${name}`, { encrypted_value: value, key_id }),
    );
  }

  /** The name as it is, unless this is a gh that encodes it. */
  function environment() {
    const name = option('--env');
    return `repos/${option('--repo')}/environments/${state.encodesNames ? encodeURIComponent(name) : name}`;
  }

  function rest(method, address, body) {
    const url = parsed(address);
    try {
      return call(method, url, body) ?? {};
    } catch (error) {
      if (error instanceof Refusal) error.url = url;
      throw error;
    }
  }

  /** Says what gh says of a refusal that it got on the way. */
  function told(what, request) {
    try {
      return request();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const where = state.hidesAddresses ? '' : ` (${error.url.href.replace(error.url.hash, '')})`;
      throw new Error(`${what}: HTTP ${error.status}: ${error.message}${where}`);
    }
  }

  /** As Go parses it: what begins with # is not sent, and a % is followed by two digits. */
  function parsed(address) {
    const bad = /%(?![0-9a-f]{2}).{0,2}/i.exec(address.replace(/[?#].*/, ''));
    if (bad) throw new Error(`parse "https://api.github.com/${address}": invalid URL escape "${bad[0]}"`);
    return new URL(`https://api.github.com/${address.replace(/^\//, '')}`);
  }

  /** Another GitHub has repositories of the same names, with other ids. */
  function call(method, url, body, header) {
    if (url.pathname === '/graphql') {
      state.calls.push(`${method} graphql`);
      return { data: { viewer: { login: account().login } } };
    }
    if (hostOf() === 'github.com') return api.call(method, url, body, header);
    const name = url.pathname.replace('/repos/', '');
    return { full_name: name, id: 1, owner: { id: 1 }, default_branch: 'master' };
  }

  /** In colours where they are forced, as a person reads it (cli/cli, "pkg/iostreams"). */
  function print(answer) {
    const text = JSON.stringify(answer);
    const isForced = env.GH_FORCE_TTY || (env.CLICOLOR_FORCE ?? '0') !== '0';
    write(isForced ? `\u001b[1;38m${text}\u001b[m` : text);
  }
}

module.exports = { gh };

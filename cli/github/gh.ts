import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

/** The one GitHub whose jobs the push roles trust, so the one that is asked and set up. */
export const HOST = 'github.com';

/** A command of GitHub's CLI; what is secret or long goes to its standard input. */
export interface GhCommand {
  readonly args: readonly string[];
  readonly input?: string;
}

/** What GitHub says of a repository. */
export interface GitHubRepositoryFacts {
  readonly full_name: string;
  readonly id: number;
  readonly private: boolean;
  readonly default_branch: string;
  readonly owner: { readonly id: number; readonly type: 'User' | 'Organization' };
}

/** What GitHub refused, with the status of its answer. */
export class GitHubRefusal extends Error {
  override readonly name = 'GitHubRefusal';

  /** @param said GitHub's own words */
  constructor(
    command: string,
    readonly status: number,
    readonly said: string,
  ) {
    super(`'${command}' was refused: ${said}`);
  }
}

/** `gh` has no account to ask with: its exit code 4 (gh's manual, "gh help exit-codes"). */
export class NotLoggedIn extends Error {
  override readonly name = 'NotLoggedIn';
}

/** Variables that change what `gh` prints, or the repository that it means (gh's manual, "gh help environment"). */
const LEFT_OUT = ['GH_REPO', 'GH_DEBUG', 'DEBUG', 'GH_FORCE_TTY', 'CLICOLOR_FORCE'];

/**
 * The environment of `gh`: the caller's, without what would make it ask or answer otherwise than was planned.
 *
 * Where no host is said, `gh` takes that of `GH_HOST`, or the only one that it is logged in at.
 */
function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !LEFT_OUT.includes(name));
  return { ...Object.fromEntries(kept), GH_HOST: HOST, GH_PROMPT_DISABLED: '1' };
}

/**
 * Runs `gh` and returns what it prints.
 *
 * @throws NotLoggedIn when it has no account
 * @throws GitHubRefusal when GitHub refuses
 */
export async function gh({ args, input }: GhCommand): Promise<string> {
  const child = spawn('gh', args, { env: environment(), stdio: ['pipe', 'pipe', 'pipe'] });
  // A gh that ends before it has read its input says itself why.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const [output, said, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (code === 0) return output;
  if (code === 4) throw new NotLoggedIn(said.trim());
  const status = Number(/HTTP (\d{3})/.exec(said)?.[1] ?? 0);
  throw new GitHubRefusal(`gh ${args.join(' ')}`, status, said.trim());
}

/** Whether GitHub refused what the account's plan does not offer. */
export function isAboutThePlan(error: Error): boolean {
  return (
    error instanceof GitHubRefusal &&
    [403, 422].includes(error.status) &&
    /billing|\bplan\b|upgrade/i.test(error.said)
  );
}

/** Reads from GitHub's REST API. @param accept Media type of the answer. @default - GitHub's */
export async function read<T>(address: string, accept?: string): Promise<T> {
  const headers = accept ? ['--header', `Accept: ${accept}`] : [];
  return JSON.parse(await gh({ args: ['api', address, ...headers] })) as T;
}

/** Reads what may not be there. */
export async function readIfThere<T>(address: string, accept?: string): Promise<T | undefined> {
  return ifThere(read<T>(address, accept));
}

/** Reads a variable of a repository or an environment. @param variables Where they are @returns undefined if it is not there */
export async function readVariable(variables: string, name: string): Promise<string | undefined> {
  return (await readIfThere<{ readonly value: string }>(`${variables}/${name}`))?.value;
}

/** Whether GitHub has something, of which it says no more. */
export async function isThere(address: string): Promise<boolean> {
  return (await ifThere(gh({ args: ['api', address] }))) !== undefined;
}

async function ifThere<T>(answer: Promise<T>): Promise<T | undefined> {
  return answer.catch((error: unknown) => {
    if (error instanceof GitHubRefusal && error.status === 404) return undefined;
    throw error;
  });
}

/** Reads what the account may not read. @returns GitHub's own words where it refuses: it says of either that it is not there */
export async function readIfAllowed<T>(address: string): Promise<{ value: T } | { refusal: string }> {
  try {
    return { value: await read<T>(address) };
  } catch (error) {
    if (error instanceof GitHubRefusal && [403, 404].includes(error.status)) return { refusal: error.said };
    throw error;
  }
}

/** A command that writes to GitHub's REST API. */
export function write(
  method: 'PUT' | 'POST' | 'PATCH' | 'DELETE',
  address: string,
  body?: object,
): GhCommand {
  const args = ['api', '--method', method, address];
  return body ? { args: [...args, '--input', '-'], input: JSON.stringify(body) } : { args };
}

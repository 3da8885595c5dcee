import { spawn, spawnSync } from 'node:child_process';
import { text } from 'node:stream/consumers';

/** A command of GitHub's CLI; what is secret or long goes to its standard input. */
export interface GhCommand {
  readonly args: readonly string[];
  readonly input?: string;
}

/** What GitHub says of a repository. */
export interface GitHubRepositoryFacts {
  readonly full_name: string;
  readonly id: number;
  readonly default_branch: string;
  readonly owner: { readonly id: number };
}

/** What GitHub refused, with the status of its answer. */
class GitHubRefusal extends Error {
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

/** Whether `gh` is installed, and logged in. */
export function isReady(): boolean {
  return spawnSync('gh', ['auth', 'status'], { env: process.env, stdio: 'ignore' }).status === 0;
}

/**
 * Runs `gh` and returns what it prints.
 *
 * @throws GitHubRefusal when GitHub refuses
 */
export async function gh({ args, input }: GhCommand): Promise<string> {
  const child = spawn('gh', args, { env: process.env, stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const [output, said, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (code === 0) return output;
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

/** Reads from GitHub's REST API. */
export async function read<T>(address: string): Promise<T> {
  return JSON.parse(await gh({ args: ['api', address] })) as T;
}

/** Reads what may not be there. */
export async function readIfThere<T>(address: string): Promise<T | undefined> {
  return read<T>(address).catch((error: unknown) => {
    if (error instanceof GitHubRefusal && error.status === 404) return undefined;
    throw error;
  });
}

/** A command that writes to GitHub's REST API. */
export function write(method: 'PUT' | 'POST' | 'DELETE', address: string, body?: object): GhCommand {
  const args = ['api', '--method', method, address];
  return body ? { args: [...args, '--input', '-'], input: JSON.stringify(body) } : { args };
}

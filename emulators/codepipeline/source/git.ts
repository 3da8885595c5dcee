import { execFile } from 'node:child_process';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { promisify } from 'node:util';

/** Finds the git repository that stands for one on GitHub, given as `owner/name`. */
export type FindRepository = (fullRepositoryId: string) => string;

const run = promisify(execFile);

/** What a source action of a repository on GitHub may take at most. */
const MAX_BYTES = 1024 * 1024 * 1024;

/** What git prints, in a repository. */
export async function git(repository: string, ...args: string[]): Promise<Buffer> {
  // A git hook that calls us has variables such as GIT_DIR set, which would lead to its own repository.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')));
  const options = { cwd: repository, env, encoding: 'buffer', maxBuffer: MAX_BYTES } as const;
  return (await run('git', args, options)).stdout;
}

/** Full id of the commit at the head of a branch, if the branch is there. */
export async function headOf(repository: string, branch: string): Promise<string | undefined> {
  const listing = await git(repository, 'for-each-ref', '--format=%(objectname)', `refs/heads/${branch}`);
  return listing.toString().trim() || undefined;
}

/**
 * What is another whenever a branch may have moved, without starting git, which takes a hundred times as long.
 *
 * Git moves a branch by putting another file in the place of one of these (Git's documentation, "gitrepository-layout"
 * and "reftable").
 *
 * @returns nothing where there is no such file: only git knows then
 */
export async function refsState(repository: string, branch: string): Promise<string | undefined> {
  const files = [`refs/heads/${branch}`, 'packed-refs', 'reftable/tables.list'];
  const places = files.flatMap((file) => [path.join(repository, file), path.join(repository, '.git', file)]);
  const states = await Promise.all(
    places.map((place) => fs.stat(place, { bigint: true }).catch(() => undefined)),
  );
  return states.some(Boolean) ? states.map((state) => `${state?.ino} ${state?.ctimeNs}`).join() : undefined;
}

/** Full id of a commit, given by its full id or the beginning of it, if the repository has it. */
export async function findCommit(repository: string, id: string): Promise<string | undefined> {
  // What is no id could be an option, or name anything in the repository.
  if (!/^[0-9a-f]{7,64}$/.test(id)) return undefined;
  const found = git(repository, 'rev-parse', '--verify', '--quiet', `${id}^{commit}`);
  return found.then((printed) => printed.toString().trim()).catch(() => undefined);
}

import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Lockfile by which two commits need the same packages. */
const LOCKFILE = 'package-lock.json';

/**
 * Writes the files of a commit of this repository into a folder, with the packages that they need beside them.
 *
 * By an index of its own: neither the working tree nor what is staged there is touched.
 *
 * @throws Error when git knows no such commit
 */
export async function checkOut(root: string, commit: string, folder: string): Promise<void> {
  const git = (...args: readonly string[]) =>
    run('git', [...args], {
      cwd: root,
      env: { ...process.env, GIT_INDEX_FILE: path.join(folder, '.index') },
    });
  fs.mkdirSync(folder, { recursive: true });
  await git('read-tree', commit);
  await git('checkout-index', '--all', `--prefix=${folder}/`);
  if (sameFile(path.join(root, LOCKFILE), path.join(folder, LOCKFILE))) {
    fs.symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
    return;
  }
  await run('npm', ['ci', '--omit=dev'], { cwd: folder });
}

/**
 * The commit that something is compared with: the one that is asked for, or else the branch that pushes go to.
 *
 * @throws Error naming what git does not know, and how to get it
 */
export async function commitOf(root: string, ref: string | undefined, branch: string): Promise<string> {
  const wanted = ref === undefined ? [`origin/${branch}`, branch] : [ref];
  for (const name of wanted) {
    const commit = await resolve(root, name);
    if (commit !== undefined) return commit;
  }
  const fix =
    ref === undefined
      ? `fetch it (git fetch origin ${branch}), or say --base`
      : 'name a branch, tag or commit of this repository';
  throw new Error(`git knows no commit '${wanted.join("' or '")}', expected one to compare with: ${fix}`);
}

async function resolve(root: string, name: string): Promise<string | undefined> {
  try {
    const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`];
    return (await run('git', args, { cwd: root })).stdout.trim();
  } catch (error) {
    // Without a word, which is how it says that there is none.
    if ((error as { readonly code?: unknown }).code === 1) return undefined;
    throw error;
  }
}

function sameFile(one: string, other: string): boolean {
  return fs.existsSync(other) && fs.readFileSync(one).equals(fs.readFileSync(other));
}

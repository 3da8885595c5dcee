import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

/** Lends a fresh clone of a repository at a commit, and removes it afterwards. */
export function inClone<T>(repository: string, commit: string, work: (folder: string) => T): T {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'slipway-bench-'));
  try {
    const clone = path.join(folder, 'clone');
    git(folder, 'clone', '--quiet', repository, clone);
    git(clone, 'checkout', '--quiet', commit);
    return work(clone);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * The full id of a commit, which a shallow clone may lack.
 *
 * @throws Error when the repository does not have it
 */
export function commitId(repository: string, commit: string): string {
  const { status, stdout } = run(repository, 'rev-parse', '--verify', '--quiet', `${commit}^{commit}`);
  if (status === 0) return stdout.trim();
  throw new Error(
    `${repository} has no commit ${commit}, expected its whole history; run git fetch --unshallow`,
  );
}

function git(folder: string, ...args: readonly string[]): void {
  const { status, stderr } = run(folder, ...args);
  if (status !== 0) throw new Error(`git ${args.join(' ')} ended with ${status}:\n${stderr}`);
}

function run(folder: string, ...args: readonly string[]) {
  return spawnSync('git', args, { cwd: folder, encoding: 'utf8' });
}

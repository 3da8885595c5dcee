import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { ROOT, SOURCE_REPOSITORY, WORK_TREE } from './paths';
import { runCommand } from './run-command';

/** Who commits in a rehearsal; nothing of the user's own git configuration, hooks or keys is used. */
const GIT_ENVIRONMENT = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Rehearsal',
  GIT_AUTHOR_EMAIL: 'rehearsal@example.com',
  GIT_COMMITTER_NAME: 'Rehearsal',
  GIT_COMMITTER_EMAIL: 'rehearsal@example.com',
};

/**
 * The repository that stands for GitHub, and a work tree to push from.
 *
 * What is pushed is the checkout as it stands, with what is not committed yet, so that a change can be
 * tried before it is committed.
 */
export class SourceRepository {
  /** Makes both afresh from the checkout; nothing is pushed yet. */
  static async create(branch: string): Promise<SourceRepository> {
    await fs.rm(SOURCE_REPOSITORY, { recursive: true, force: true });
    await fs.rm(WORK_TREE, { recursive: true, force: true });
    await git(ROOT, 'init', '--quiet', '--bare', `--initial-branch=${branch}`, SOURCE_REPOSITORY);
    await git(ROOT, 'clone', '--quiet', SOURCE_REPOSITORY, WORK_TREE);
    for (const file of await checkedOutFiles()) {
      await fs.cp(path.join(ROOT, file), path.join(WORK_TREE, file), { verbatimSymlinks: true });
    }
    return new SourceRepository(branch);
  }

  private constructor(private readonly branch: string) {}

  /** Commits the work tree as it stands and pushes it; returns the commit's full id. */
  async push(message: string): Promise<string> {
    await this.commit(message);
    await git(WORK_TREE, 'push', '--quiet', 'origin', `HEAD:refs/heads/${this.branch}`);
    return this.head();
  }

  /** Commits the work tree as it stands; the next push takes it along. */
  async commit(message: string): Promise<void> {
    await git(WORK_TREE, 'add', '--all', '--force', '--', '.');
    await git(WORK_TREE, 'commit', '--quiet', '--allow-empty', `--message=${message}`);
  }

  /** Takes a file as the checkout has it, or away if it has none. */
  async takeFromCheckout(file: string): Promise<void> {
    const target = path.join(WORK_TREE, file);
    await fs.rm(target, { force: true });
    const files = await checkedOutFiles();
    if (files.includes(file)) await fs.cp(path.join(ROOT, file), target);
  }

  /** Writes a file of the work tree. */
  async write(file: string, text: string): Promise<void> {
    await fs.writeFile(path.join(WORK_TREE, file), text);
  }

  /**
   * Puts another text in the place of one in a file of the work tree.
   *
   * @throws Error when the file has no such text
   */
  async replace(file: string, text: string | RegExp, replacement: string): Promise<void> {
    const target = path.join(WORK_TREE, file);
    const before = await fs.readFile(target, 'utf8');
    const after = before.replace(text, () => replacement);
    if (after === before)
      throw new Error(`${file} has no ${String(text)}, which was to become ${replacement}`);
    await fs.writeFile(target, after);
  }

  /** Id of the commit that was pushed last. */
  async head(): Promise<string> {
    return (await git(WORK_TREE, 'rev-parse', 'HEAD')).trim();
  }

  /** Makes the work tree what it was at a commit; the next push says so. */
  async restore(commit: string): Promise<void> {
    await git(WORK_TREE, 'read-tree', '-u', '--reset', commit);
  }
}

/** Files of the checkout, tracked or not, but not those that git ignores. */
async function checkedOutFiles(): Promise<string[]> {
  const listing = await runCommand('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
  });
  const files = [...new Set(listing.split('\0').filter(Boolean))];
  const exists = await Promise.all(
    files.map((file) =>
      fs.lstat(path.join(ROOT, file)).then(
        () => true,
        () => false, // deleted, but not committed as such yet
      ),
    ),
  );
  return files.filter((_, index) => exists[index]);
}

function git(cwd: string, ...args: string[]): Promise<string> {
  return runCommand('git', args, { cwd, env: GIT_ENVIRONMENT });
}

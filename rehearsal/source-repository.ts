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
    await git(WORK_TREE, 'add', '--all', '--force', '--', '.');
    await git(WORK_TREE, 'commit', '--quiet', '--allow-empty', `--message=${message}`);
    await git(WORK_TREE, 'push', '--quiet', 'origin', `HEAD:refs/heads/${this.branch}`);
    return (await git(WORK_TREE, 'rev-parse', 'HEAD')).trim();
  }

  /** Changes one file of the work tree. */
  async edit(file: string, change: (text: string) => string): Promise<void> {
    const target = path.join(WORK_TREE, file);
    await fs.writeFile(target, change(await fs.readFile(target, 'utf8')));
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

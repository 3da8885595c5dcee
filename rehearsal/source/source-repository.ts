import * as fs from 'node:fs/promises';
import { ROOT, SOURCE_REPOSITORY, WORK_TREE } from '../runner/paths';
import { runCommand } from '../runner/run-command';
import { WorkTree } from './work-tree';

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
export class SourceRepository extends WorkTree {
  /** Makes both afresh from the checkout; nothing is pushed yet. */
  static async create(branch: string): Promise<SourceRepository> {
    await fs.rm(SOURCE_REPOSITORY, { recursive: true, force: true });
    await fs.rm(WORK_TREE, { recursive: true, force: true });
    await git(ROOT, 'init', '--quiet', '--bare', `--initial-branch=${branch}`, SOURCE_REPOSITORY);
    await git(ROOT, 'clone', '--quiet', SOURCE_REPOSITORY, WORK_TREE);
    const source = new SourceRepository(branch);
    await source.takeCheckout();
    return source;
  }

  private constructor(private readonly branch: string) {
    super(WORK_TREE);
  }

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

  /** Id of the commit that was pushed last. */
  async head(): Promise<string> {
    return (await git(WORK_TREE, 'rev-parse', 'HEAD')).trim();
  }

  /** Makes the work tree what it was at a commit; the next push says so. */
  async restore(commit: string): Promise<void> {
    await git(WORK_TREE, 'read-tree', '-u', '--reset', commit);
  }
}

function git(cwd: string, ...args: string[]): Promise<string> {
  return runCommand('git', args, { cwd, env: GIT_ENVIRONMENT });
}

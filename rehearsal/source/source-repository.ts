import * as fs from 'node:fs/promises';
import { ROOT } from '../runner/directory/paths';
import { RehearsalDirectory } from '../runner/directory/rehearsal-directory';
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
 * The repository that stands for GitHub, with a work tree to push from.
 *
 * What is pushed is the checkout as it stands, with what is not committed yet, so that a change can be
 * tried before it is committed.
 */
export class SourceRepository {
  /** Makes both afresh from the checkout; nothing is pushed yet. */
  static async create(directory: RehearsalDirectory, branch: string): Promise<SourceRepository> {
    const { sourceRepository, workTree } = directory;
    await fs.rm(sourceRepository, { recursive: true, force: true });
    await fs.rm(workTree, { recursive: true, force: true });
    await git(ROOT, 'init', '--quiet', '--bare', `--initial-branch=${branch}`, sourceRepository);
    await git(ROOT, 'clone', '--quiet', sourceRepository, workTree);
    const tree = new WorkTree(workTree);
    await tree.takeCheckout();
    return new SourceRepository(tree, branch);
  }

  private constructor(
    /** What is edited and then pushed. */
    readonly workTree: WorkTree,
    private readonly branch: string,
  ) {}

  /** Commits the work tree as it stands and pushes it; returns the commit's full id. */
  async push(message: string): Promise<string> {
    await this.commit(message);
    await this.git('push', '--quiet', 'origin', `HEAD:refs/heads/${this.branch}`);
    return this.head();
  }

  /** Commits the work tree as it stands; the next push takes it along. */
  async commit(message: string): Promise<void> {
    await this.git('add', '--all', '--force', '--', '.');
    await this.git('commit', '--quiet', '--allow-empty', `--message=${message}`);
  }

  /** Id of the commit that was pushed last. */
  async head(): Promise<string> {
    return (await this.git('rev-parse', 'HEAD')).trim();
  }

  /** Makes the work tree what it was at a commit; the next push says so. */
  async restore(commit: string): Promise<void> {
    await this.git('read-tree', '-u', '--reset', commit);
  }

  private git(...args: string[]): Promise<string> {
    return git(this.workTree.directory, ...args);
  }
}

function git(cwd: string, ...args: string[]): Promise<string> {
  return runCommand('git', args, { cwd, env: GIT_ENVIRONMENT });
}

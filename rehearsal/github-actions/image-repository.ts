import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { ROOT } from '../runner/directory/paths';
import { runCommand } from '../runner/run-command';
import { Workstation } from './workstation';

const EXAMPLE = path.join(ROOT, 'examples', 'sample-image');

const GIT = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Developer',
  GIT_AUTHOR_EMAIL: 'developer@example.com',
  GIT_COMMITTER_NAME: 'Developer',
  GIT_COMMITTER_EMAIL: 'developer@example.com',
};

/** A developer's clone of an image's repository, which was begun as a copy of the example. */
export class ImageRepository {
  /**
   * Copies the example into a new repository, as its README says, with the registries of an image.
   *
   * @param remote The repository that stands for GitHub's; the clone is beside it.
   */
  static async create(
    remote: string,
    defaultBranch: string,
    registries: string,
    developer: Workstation,
  ): Promise<ImageRepository> {
    const folder = path.dirname(remote);
    const clone = path.join(folder, 'clone');
    const branch = `--initial-branch=${defaultBranch}`;
    await runCommand('git', ['init', '--quiet', '--bare', branch, remote], { cwd: folder });
    await fs.cp(EXAMPLE, clone, { recursive: true });
    await fs.writeFile(path.join(clone, 'registries.mk'), registries);
    const repository = new ImageRepository(clone, defaultBranch, developer);
    await repository.git('init', '--quiet', branch);
    await repository.git('remote', 'add', 'origin', remote);
    await repository.commit('Begin with the example');
    await repository.git('push', '--quiet', 'origin', defaultBranch);
    return repository;
  }

  private constructor(
    readonly clone: string,
    readonly defaultBranch: string,
    private readonly developer: Workstation,
  ) {}

  git(...args: string[]): Promise<string> {
    return runCommand('git', args, { cwd: this.clone, env: GIT });
  }

  /** `make` by the developer. */
  make(...args: string[]): Promise<string> {
    return this.developer.run(this.clone, 'make', args);
  }

  async write(file: string, text: string): Promise<void> {
    await fs.writeFile(path.join(this.clone, file), text);
  }

  /** Commits all that has changed; returns the commit's full id. */
  async commit(message: string): Promise<string> {
    await this.git('add', '--all');
    await this.git('commit', '--quiet', `--message=${message}`);
    return (await this.git('rev-parse', 'HEAD')).trim();
  }

  /** Pushes the branch that is checked out; returns its head. */
  async push(branch: string): Promise<string> {
    await this.git('push', '--quiet', 'origin', branch);
    return (await this.git('rev-parse', 'HEAD')).trim();
  }

  /** Files that the branch changes. */
  async changedSince(commit: string): Promise<string[]> {
    return (await this.git('diff', '--name-only', commit, 'HEAD')).split('\n').filter(Boolean);
  }

  async head(): Promise<string> {
    return (await this.git('rev-parse', 'HEAD')).trim();
  }
}

import * as fs from 'node:fs/promises';
import * as path from 'node:path';

/** What earlier runs may have left: state and secrets of an account that is gone, and scratch folders. */
const LEFTOVERS = [
  'env.sh',
  'approver.env.sh',
  'report.json',
  'builds',
  'cdk.out',
  'assemblies',
  'scratch',
  'source.git',
  'work-tree',
];

/** What can be read after a run; the next run begins them anew. */
const RECORDS = ['logs', 'history'];

/** Everything that a rehearsal writes is in here: rehearsals side by side need a folder each. */
export class RehearsalDirectory {
  /**
   * @param shared What rehearsals download and keep, for all of them.
   * @param name Folder in `shared` for what is this rehearsal's own. @default - the shared folder itself
   */
  constructor(
    readonly shared: string,
    readonly name = '',
  ) {}

  get path(): string {
    return path.join(this.shared, this.name);
  }

  /** The repository that stands for GitHub. */
  get sourceRepository(): string {
    return this.file('source.git');
  }

  /** Where a rehearsal edits and commits; the checkout itself stays as it is. */
  get workTree(): string {
    return this.file('work-tree');
  }

  /** Where CDK puts what it synthesises of the distribution. */
  get assembly(): string {
    return this.file('cdk.out');
  }

  /** Where the bootstrap puts the template of the toolkit. */
  get toolkit(): string {
    return this.file('toolkit');
  }

  /** Keeps what CDK and npm write beside their work in here, and the CLI off the network. */
  get environment(): Readonly<Record<string, string>> {
    return {
      CDK_HOME: this.file('cdk'),
      CDK_NOTICES: 'false',
      CDK_DISABLE_CLI_TELEMETRY: 'true',
      npm_config_logs_max: '0',
    };
  }

  file(name: string): string {
    return path.join(this.path, name);
  }

  /** Where CDK puts what it synthesises of an app that is not the distribution. */
  assemblyOf(app: string): string {
    return path.join(this.path, 'assemblies', app);
  }

  /** A file or folder for the time of one run; the folder that it lies in exists. */
  scratch(name: string): string {
    return path.join(this.path, 'scratch', name);
  }

  /** Removes what earlier runs have left, and with `records` also what could be read after them. */
  async clear({ records }: { readonly records: boolean }): Promise<void> {
    for (const name of records ? [...LEFTOVERS, ...RECORDS] : LEFTOVERS) {
      await fs.rm(this.file(name), { recursive: true, force: true });
    }
    await fs.mkdir(this.file('scratch'), { recursive: true });
    if (this.name) await this.shareNpmCache();
  }

  /** Builds look for npm's cache beside their scratch folders. */
  private async shareNpmCache(): Promise<void> {
    const cache = path.join(this.shared, 'npm-cache');
    await fs.mkdir(cache, { recursive: true });
    await fs.rm(this.file('npm-cache'), { recursive: true, force: true });
    await fs.symlink(cache, this.file('npm-cache'));
  }
}

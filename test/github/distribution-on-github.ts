import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { githubContext, WorkflowEvent } from '../../rehearsal/github-actions/workflows/events';
import { holds } from '../../rehearsal/github-actions/workflows/expressions';
import { runJob, Runner } from '../../rehearsal/github-actions/workflows/job-run';
import { Job, readWorkflow } from '../../rehearsal/github-actions/workflows/workflow';
import {
  JobRecord,
  runWorkflow,
  SKIPPED,
  WorkflowRun,
} from '../../rehearsal/github-actions/workflows/workflow-run';
import { runCommand } from '../../rehearsal/runner/run-command';
import { WorkTree } from '../../rehearsal/source/work-tree';

const BRANCH = 'master';

/** Who commits; nothing of the user's own git configuration is used. */
const GIT = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Test',
  GIT_AUTHOR_EMAIL: 'test@example.com',
  GIT_COMMITTER_NAME: 'Test',
  GIT_COMMITTER_EMAIL: 'test@example.com',
};

/** What a job of a pull request installed: by the lockfile of that name. */
interface Install {
  readonly name: string;
  readonly args: readonly string[];
}

/** This checkout as a distribution's repository on GitHub, with runners for its pull requests. */
export class DistributionOnGitHub {
  /** @param edit Of what is merged already. @default - it is this checkout */
  static async create(edit?: (tree: WorkTree) => Promise<void>): Promise<DistributionOnGitHub> {
    const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'pull-request-'));
    const github = new DistributionOnGitHub(folder);
    await fs.mkdir(github.tree.directory);
    await github.git('init', '--quiet', `--initial-branch=${BRANCH}`);
    await github.tree.takeCheckout();
    await edit?.(github.tree);
    await github.commit();
    return github;
  }

  private readonly tree: WorkTree;
  private runs = 0;

  private constructor(private readonly folder: string) {
    this.tree = new WorkTree(path.join(folder, 'repository'));
  }

  /**
   * Opens a pull request, and runs its workflow but for the jobs that are left out.
   *
   * The workflow is that of the trial merge, as on GitHub.
   *
   * @param given Results of jobs that are not run
   */
  async pullRequest(
    edit: (tree: WorkTree) => Promise<void>,
    given: Readonly<Record<string, JobRecord>> = {},
  ): Promise<WorkflowRun> {
    await this.git('checkout', '--quiet', '-B', 'change', BRANCH);
    await edit(this.tree);
    await this.commit();
    // On GitHub, too, it is a commit of its own, whose first parent is the base.
    await this.git('checkout', '--quiet', '--detach', BRANCH);
    await this.git('merge', '--quiet', '--no-ff', '--no-edit', 'change');
    const sha = (await this.git('rev-parse', 'HEAD')).trim();
    const event: WorkflowEvent = { name: 'pull_request', sha, ref: 'refs/pull/1/merge', headRef: 'change' };
    const workflow = await readWorkflow(
      path.join(this.tree.directory, '.github', 'workflows', 'pull-request.yml'),
    );
    this.runs += 1;
    return runWorkflow(workflow, (name, job, before) =>
      given[name] ? Promise.resolve(given[name]) : this.runJob(name, job, before, event),
    );
  }

  /** Where the next run keeps an artifact. */
  artifactOfNextRun(name: string): string {
    return this.artifactOfRun(this.runs + 1, name);
  }

  artifactOfRun(run: number, name: string): string {
    return path.join(this.artifacts(run), name);
  }

  /** What a job of the newest run installed, in order. */
  async installsOf(job: string): Promise<readonly Install[]> {
    const lines = (await fs.readFile(path.join(this.home(job), 'installs'), 'utf8')).trim().split('\n');
    return lines.map((line) => JSON.parse(line) as Install);
  }

  remove(): Promise<void> {
    return fs.rm(this.folder, { recursive: true });
  }

  private async runJob(
    name: string,
    job: Job,
    before: WorkflowRun['jobs'],
    event: WorkflowEvent,
  ): Promise<JobRecord> {
    const facts = { fullName: 'your-org/image-distribution', defaultBranch: BRANCH };
    const token = Object.keys(job.permissions).join(',');
    const github = { ...githubContext(event, facts, this.runs, 1), token };
    const context = { github, needs: before };
    if (job.if !== undefined && !(await holds(job.if, context))) return SKIPPED;
    return runJob({
      job,
      context,
      runner: await this.runner(name),
      state: path.join(this.folder, 'github'),
      workspace: path.join(this.home(name), 'workspace'),
      repository: this.tree.directory,
      sha: event.sha,
      artifacts: this.artifacts(this.runs),
    });
  }

  private async runner(job: string): Promise<Runner> {
    const home = this.home(job);
    await fs.mkdir(home, { recursive: true });
    const PATH = `${path.join(__dirname, 'bin')}${path.delimiter}${process.env.PATH}`;
    const own = { HOME: home, PATH, INSTALLS: path.join(home, 'installs') };
    return {
      home,
      path: PATH,
      run: (cwd, command, args, env) => runCommand(command, args, { cwd, env: { ...own, ...env } }),
    };
  }

  private home(job: string): string {
    return path.join(this.folder, 'runners', `${this.runs}-${job}`);
  }

  private artifacts(run: number): string {
    return path.join(this.folder, 'github', 'artifacts', String(run));
  }

  private async commit(): Promise<void> {
    await this.git('add', '--all', '--force', '--', '.');
    await this.git('commit', '--quiet', '--allow-empty', '--message=Change');
  }

  private git(...args: string[]): Promise<string> {
    return runCommand('git', args, { cwd: this.tree.directory, env: GIT });
  }
}

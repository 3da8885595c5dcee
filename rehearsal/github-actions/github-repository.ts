import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { ImageConfig } from '../../lib/config';
import { githubSubjects } from '../../lib/access/github-subjects';
import { GitHubJob } from '../actors/github-job';
import { githubContext, isStartedBy, WorkflowEvent } from './workflows/events';
import { fillIn, holds } from './workflows/expressions';
import { runJob } from './workflows/job-run';
import { Job, readWorkflow } from './workflows/workflow';
import { JobRecord, runWorkflow, SKIPPED, WorkflowRun } from './workflows/workflow-run';
import { Workstation, WorkstationProps } from './workstation';

/** A protected environment, as `npm run github` makes it. */
export interface Environment {
  /** The only branch that may deploy to it. @default - any */
  readonly branch?: string;
  readonly secrets: Readonly<Record<string, string>>;

  /** Asks a reviewer about a job; returns whether it may go on. @default - no reviewer is asked */
  readonly review?: (summary: string) => Promise<boolean>;
}

/** A run as `gh run list` shows it. */
interface RunSummary {
  readonly databaseId: number;
  readonly attempt: number;
  readonly workflowFile: string;
  readonly conclusion: WorkflowRun['conclusion'];
}

interface RunOrigin {
  readonly event: WorkflowEvent['name'];
  readonly headBranch: string;
  readonly headSha: string;
}

export interface GitHubRepositoryProps extends WorkstationProps {
  readonly image: ImageConfig;
  readonly defaultBranch: string;

  /** By their names. */
  readonly environments: Readonly<Record<string, Environment>>;

  /** Variables of the repository. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Stands for the repository of an image on GitHub, and for the runners of its workflows. */
export class GitHubRepository {
  /** The repository itself; people clone it and push to it. */
  readonly remote: string;

  private readonly state: string;
  private variables: Readonly<Record<string, string>>;
  private readonly runs: (RunSummary & RunOrigin)[] = [];

  constructor(private readonly props: GitHubRepositoryProps) {
    this.remote = path.join(props.folder, 'repository.git');
    this.state = path.join(props.folder, 'github');
    this.variables = props.variables;
  }

  private get fullName(): string {
    const { owner, repository } = this.props.image.github;
    return `${owner}/${repository}`;
  }

  /**
   * Runs a workflow for an event, if the event starts it.
   *
   * @param checkout Where the commit of the event is checked out, with its workflows
   * @param again Id of the run of which all jobs are run again. @default - a new run
   * @returns undefined when the event does not start it
   */
  async start(
    file: string,
    event: WorkflowEvent,
    checkout: string,
    again?: number,
  ): Promise<WorkflowRun | undefined> {
    const workflow = await readWorkflow(path.join(checkout, '.github', 'workflows', file));
    if (!isStartedBy(event, workflow.on)) return undefined;
    const before = this.runs.find(({ databaseId }) => databaseId === again);
    const id = before?.databaseId ?? this.runs.length + 1;
    const attempt = (before?.attempt ?? 0) + 1;
    const run = await runWorkflow(workflow, (name, job, before) =>
      this.runJob(name, { id, attempt }, job, before, event),
    );
    await this.record({ databaseId: id, attempt, workflowFile: file, conclusion: run.conclusion }, event);
    return run;
  }

  /** Does something while the repository has other variables. */
  async withVariables<T>(variables: Readonly<Record<string, string>>, action: () => Promise<T>): Promise<T> {
    const before = this.variables;
    this.variables = variables;
    try {
      return await action();
    } finally {
      this.variables = before;
    }
  }

  /** Where a run keeps its artifacts. */
  artifactsOf(run: number | undefined): string {
    return path.join(this.state, 'artifacts', String(run));
  }

  /** Id of the newest run of a workflow that ended so. */
  newestRun(workflowFile: string, conclusion: WorkflowRun['conclusion']): number | undefined {
    return this.runs.findLast((run) => run.workflowFile === workflowFile && run.conclusion === conclusion)
      ?.databaseId;
  }

  private async runJob(
    jobName: string,
    { id, attempt }: { readonly id: number; readonly attempt: number },
    job: Job,
    jobs: Readonly<Record<string, JobRecord>>,
    event: WorkflowEvent,
  ): Promise<JobRecord> {
    const { account, folder, image } = this.props;
    const name = `${id}-${attempt}-${jobName}`;
    const facts = { fullName: this.fullName, defaultBranch: this.props.defaultBranch };
    const github = {
      ...githubContext(event, facts, id, attempt),
      token: Object.keys(job.permissions).join(','),
    };
    const known = { github, inputs: event.inputs ?? {}, needs: jobs, vars: this.variables };
    if (job.if !== undefined && !(await holds(job.if, known))) return SKIPPED;
    const environmentName = await fillIn(job.environment ?? '', known);
    const environment = this.environment(environmentName);
    if (environment.branch && event.ref !== `refs/heads/${environment.branch}`) {
      return failed(
        `${event.ref} is not allowed to deploy to ${environmentName} due to its protection rules`,
      );
    }
    const before = job.needs === undefined ? '' : jobs[job.needs].summary;
    if (environment.review && !(await environment.review(before))) return failed('The review was rejected');
    const workstation = await Workstation.create(name, this.props);
    const sub = environmentName
      ? githubSubjects(image, environmentName)[0]
      : `repo:${this.fullName}:${event.name === 'pull_request' ? event.name : `ref:${event.ref}`}`;
    return runJob({
      job,
      runner: workstation,
      context: { ...known, secrets: environment.secrets },
      state: this.state,
      workspace: path.join(folder, 'workspaces', name),
      repository: this.remote,
      sha: event.sha,
      artifacts: this.artifactsOf(id),
      assumeRole: async (arn) => workstation.use(await new GitHubJob(account, { sub }).assume(arn)),
    });
  }

  /**
   * The environment that a job names, its case aside.
   *
   * GitHub makes a missing one, without protection or secrets; a job that names none has no secrets of one either.
   */
  private environment(name: string): Environment {
    const entries = Object.entries(this.props.environments);
    const found = entries.find(([one]) => one.toLowerCase() === name.toLowerCase());
    return found?.[1] ?? { secrets: {} };
  }

  private async record(run: RunSummary, { name, ref, headRef, sha }: WorkflowEvent): Promise<void> {
    const headBranch = headRef ?? ref.replace(/^refs\/heads\//, '');
    this.runs.splice(run.databaseId - 1, 1, { ...run, event: name, headBranch, headSha: sha });
    await fs.mkdir(this.state, { recursive: true });
    await fs.writeFile(path.join(this.state, 'runs.json'), JSON.stringify(this.runs));
  }
}

function failed(error: string): JobRecord {
  return { result: 'failure', outputs: {}, summary: '', error };
}

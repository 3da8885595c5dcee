import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { LocalAccount } from '../../../emulators/account/local-account';
import { GitHubJob } from '../../actors/github-job';
import { CommandError, runCommand } from '../../runner/run-command';
import { Workstation } from '../workstation';
import { Job } from './workflow';

export interface ActionContext {
  readonly account: LocalAccount;
  readonly workstation: Workstation;
  readonly job: Job;

  /** Where the job works. */
  readonly workspace: string;

  /** The repository that stands for the one on GitHub. */
  readonly repository: string;

  /** Commit of the event. */
  readonly sha: string;

  /** Where the run keeps its artifacts. */
  readonly artifacts: string;

  /** Subject of the job's tokens. */
  readonly subject: string;
}

type Inputs = Readonly<Record<string, string>>;

/**
 * What the published actions that the workflows use do to a job.
 *
 * Docker's builder does nothing here: podman builds in its place.
 */
const ACTIONS: Readonly<Record<string, (inputs: Inputs, context: ActionContext) => Promise<void>>> = {
  'actions/checkout': checkOut,
  'actions/upload-artifact': uploadArtifact,
  'aws-actions/configure-aws-credentials': configureCredentials,
  'docker/setup-buildx-action': () => Promise.resolve(),
};

/** @throws CommandError where the action would fail its job */
export async function performAction(uses: string, inputs: Inputs, context: ActionContext): Promise<void> {
  const action = ACTIONS[uses.split('@')[0]];
  if (!action)
    throw new Error(
      `the action ${uses} is not rehearsed, expected one of ${Object.keys(ACTIONS).join(', ')}`,
    );
  await action(inputs, context);
}

async function checkOut(inputs: Inputs, { job, repository, sha, workspace }: ActionContext): Promise<void> {
  if (!job.permissions.contents)
    throw new CommandError('Repository not found (the job has no `contents: read`)');
  await runCommand('git', ['clone', '--quiet', repository, '.'], { cwd: workspace });
  await runCommand('git', ['checkout', '--quiet', '--detach', inputs.ref ?? sha], { cwd: workspace });
}

async function uploadArtifact(inputs: Inputs, { artifacts, workspace }: ActionContext): Promise<void> {
  const folder = path.join(artifacts, inputs.name);
  await fs.mkdir(artifacts, { recursive: true });
  await fs.mkdir(folder).catch(() => {
    throw new CommandError(`(409) Conflict: an artifact with this name already exists: ${inputs.name}`);
  });
  await fs.copyFile(path.join(workspace, inputs.path), path.join(folder, path.basename(inputs.path)));
}

async function configureCredentials(inputs: Inputs, context: ActionContext): Promise<void> {
  const { account, job, subject, workstation } = context;
  if (!inputs['aws-region']) throw new CommandError('Input required and not supplied: aws-region');
  if (job.permissions['id-token'] !== 'write') {
    throw new CommandError('Credentials could not be loaded (the job has no `id-token: write`)');
  }
  const session = new GitHubJob(account, { sub: subject }).assume(inputs['role-to-assume']);
  workstation.use(
    await session.catch((error: Error) => {
      throw new CommandError(`Could not assume role with OIDC: ${error.message}`);
    }),
  );
}

import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { CommandError, runCommand } from '../../runner/run-command';
import { Job } from './workflow';

export interface ActionContext {
  readonly job: Job;

  /** Where the job works. */
  readonly workspace: string;

  /** The repository that stands for the one on GitHub. */
  readonly repository: string;

  /** Commit of the event. */
  readonly sha: string;

  /** Where the run keeps its artifacts. */
  readonly artifacts: string;

  /** Has the job's machine act as a role, for a token of the job. @default - no role trusts its tokens */
  readonly assumeRole?: (arn: string) => Promise<void>;
}

type Inputs = Readonly<Record<string, string>>;

/**
 * What the published actions that the workflows use do to a job.
 *
 * Docker's builder does nothing here: podman builds in its place.
 */
const ACTIONS: Readonly<Record<string, (inputs: Inputs, context: ActionContext) => Promise<void>>> = {
  'actions/checkout': checkOut,
  // Whoever rehearses has the Node.js that it would set up.
  'actions/setup-node': () => Promise.resolve(),
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
  const source = path.join(workspace, inputs.path);
  // What is in a folder is kept without the folder itself.
  const isFolder = (await fs.stat(source)).isDirectory();
  await fs.cp(source, isFolder ? folder : path.join(folder, path.basename(source)), { recursive: true });
}

async function configureCredentials(inputs: Inputs, context: ActionContext): Promise<void> {
  const { assumeRole, job } = context;
  if (!inputs['aws-region']) throw new CommandError('Input required and not supplied: aws-region');
  if (job.permissions['id-token'] !== 'write') {
    throw new CommandError('Credentials could not be loaded (the job has no `id-token: write`)');
  }
  if (!assumeRole) throw new CommandError('Could not assume role with OIDC: no role trusts this repository');
  await assumeRole(inputs['role-to-assume']).catch((error: Error) => {
    throw new CommandError(`Could not assume role with OIDC: ${error.message}`);
  });
}

import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { CommandError } from '../../runner/run-command';
import { ActionContext, performAction } from './actions';
import { Context, fillIn, fillInAll } from './expressions';
import { Step } from './workflow';

const OWN_COMMANDS = path.join(__dirname, 'bin');

/** Files through which a step speaks to the runner (GitHub Docs, "Workflow commands"). */
const FILES = ['GITHUB_OUTPUT', 'GITHUB_STEP_SUMMARY', 'GITHUB_ENV', 'GITHUB_PATH'];

/** A machine that runs the steps of jobs. */
export interface Runner {
  /** A folder of its own, outside of the job's workspace. */
  readonly home: string;

  /** Where its programs are. */
  readonly path: string;

  /** Runs a command; one that fails is a CommandError. */
  run(
    cwd: string,
    command: string,
    args: readonly string[],
    env: Readonly<Record<string, string>>,
  ): Promise<string>;
}

export interface JobRunProps extends ActionContext {
  readonly runner: Runner;

  /** `github`, `inputs`, `needs`, `secrets` and `vars`. */
  readonly context: Context;

  /** Where stand-ins find the runs and what they left. */
  readonly state: string;
}

export interface JobResult {
  readonly result: 'success' | 'failure';
  readonly outputs: Readonly<Record<string, string>>;

  /** What it wrote for its reader. */
  readonly summary: string;

  /** Of the step that failed, what it said. */
  readonly error?: string;
}

/** Runs a job's steps in order, each `run` as it stands. */
export async function runJob(props: JobRunProps): Promise<JobResult> {
  const { job, runner } = props;
  const steps: Record<string, { outputs: Record<string, string> }> = {};
  const files = Object.fromEntries(FILES.map((name) => [name, path.join(runner.home, name)]));
  await fs.mkdir(props.workspace, { recursive: true });
  await fs.writeFile(files.GITHUB_STEP_SUMMARY, '');
  const env = await fillInAll(job.env, props.context);
  const result = async (failed?: Error): Promise<JobResult> => ({
    result: failed ? 'failure' : 'success',
    outputs: await fillInAll(job.outputs, { ...props.context, steps }),
    summary: await fs.readFile(files.GITHUB_STEP_SUMMARY, 'utf8'),
    error: failed?.message,
  });
  for (const step of job.steps) {
    const context = { ...props.context, steps, env };
    try {
      if (step.uses) {
        await performAction(step.uses, await fillInAll(step.with, context), props);
        continue;
      }
      await fs.writeFile(files.GITHUB_OUTPUT, '');
      await runStep(step, props, { ...env, ...files, ...(await fillInAll(step.env, context)) }, context);
      if (step.id) steps[step.id] = { outputs: await readOutputs(files.GITHUB_OUTPUT) };
    } catch (error) {
      if (error instanceof CommandError) return result(error);
      throw error;
    }
  }
  return result();
}

/** As GitHub runs `shell: bash` (GitHub Docs, "Workflow syntax", `jobs.<job_id>.steps[*].shell`). */
async function runStep(
  { run = '' }: Step,
  { repository, runner, workspace, state }: JobRunProps,
  env: Record<string, string>,
  context: Context,
): Promise<void> {
  const script = path.join(runner.home, 'step.sh');
  await fs.writeFile(script, await fillIn(run, context));
  const temporary = path.join(runner.home, 'temp');
  await fs.mkdir(temporary, { recursive: true });
  await runner.run(workspace, 'bash', ['--noprofile', '--norc', '-eo', 'pipefail', script], {
    ...env,
    PATH: `${OWN_COMMANDS}:${runner.path}`,
    RUNNER_TEMP: temporary,
    REHEARSED_GITHUB: state,
    REHEARSED_REPOSITORY: repository,
    GITHUB_ACTIONS: 'true',
    CI: 'true',
  });
}

async function readOutputs(file: string): Promise<Record<string, string>> {
  const lines = (await fs.readFile(file, 'utf8')).split('\n').filter(Boolean);
  return Object.fromEntries(
    lines.map((line) => {
      const end = line.indexOf('=');
      return [line.slice(0, end), line.slice(end + 1)];
    }),
  );
}

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { isAlive } from './is-alive';
import { AccountError } from './account-error';

const run = promisify(execFile);
const REQUIREMENTS = path.join(__dirname, 'requirements.txt');
const OLDEST_PYTHON = [3, 11] as const;

/** Packages that belong together. */
export interface PythonPackages {
  /** The folder that they are installed in. */
  readonly name: string;
  readonly requirements: readonly string[];
}

const ACCOUNT: PythonPackages = { name: 'python', requirements: [REQUIREMENTS] };

/** What the account needs, and what checks and tests it. */
export const ACCOUNT_WITH_TOOLS: PythonPackages = {
  name: 'python-dev',
  requirements: [REQUIREMENTS, path.join(__dirname, 'requirements-dev.txt')],
};

/** The AWS CLI as people have it, for what calls it; it is run with `python -m awscli`. */
export const AWS_CLI: PythonPackages = {
  name: 'aws-cli',
  requirements: [path.join(__dirname, 'requirements-aws-cli.txt')],
};

/**
 * Path of a Python that has the account's packages, installed on first use.
 *
 * Each package is pinned by its hash. An installation of other versions, or whose stamp is missing, is
 * made anew.
 *
 * @param env Where python3 is, and what pip is told. @default - the environment of this process
 * @param packages @default - what the account needs to run
 * @throws AccountError that says what the machine lacks
 */
export function pythonEnvironment(
  directory: string,
  env = process.env,
  packages: PythonPackages = ACCOUNT,
): Promise<string> {
  const place = path.join(directory, packages.name);
  const underWay = installing.get(place) ?? install(directory, env, packages);
  installing.set(place, underWay);
  return underWay.finally(() => installing.delete(place));
}

/** By their places: accounts that start at the same time wait for one installation. */
const installing = new Map<string, Promise<string>>();

async function install(
  directory: string,
  env: NodeJS.ProcessEnv,
  { name, requirements }: PythonPackages,
): Promise<string> {
  const environment = path.join(directory, name);
  const python = path.join(environment, 'bin', 'python');
  const pinned = await Promise.all(requirements.map((file) => fs.readFile(file)));
  const wanted = createHash('sha256').update(Buffer.concat(pinned)).digest('hex');
  if (await isInstalled(environment, wanted)) return python;

  await expectPython(env);
  // Made beside its place and moved there, because another account may be starting, too.
  await fs.mkdir(directory, { recursive: true });
  await removeAbandoned(environment);
  const fresh = await fs.mkdtemp(`${environment}-${process.pid}-`);
  try {
    await fill(fresh, env, requirements);
    await fs.writeFile(path.join(fresh, 'installed'), wanted);
    if (await isInstalled(environment, wanted)) return python;
    await fs.rm(environment, { recursive: true, force: true });
    await fs.rename(fresh, environment).catch(async (error: Error) => {
      if (!(await isInstalled(environment, wanted))) throw error;
    });
  } finally {
    await fs.rm(fresh, { recursive: true, force: true });
  }
  return python;
}

/** Removes what processes left that were killed while they installed. */
async function removeAbandoned(environment: string): Promise<void> {
  const made = new RegExp(`^${path.basename(environment)}-(\\d+)-`);
  for (const name of await fs.readdir(path.dirname(environment))) {
    const maker = made.exec(name)?.[1];
    if (!maker || isAlive(Number(maker))) continue;
    await fs.rm(path.join(path.dirname(environment), name), { recursive: true, force: true });
  }
}

async function fill(
  environment: string,
  env: NodeJS.ProcessEnv,
  requirements: readonly string[],
): Promise<void> {
  await run('python3', ['-m', 'venv', environment], { env }).catch((error: Failure) => {
    throw new AccountError(
      `python3 cannot make a virtual environment: ${lastLines(error)}\nInstall its venv module (on Debian and Ubuntu: apt-get install python3-venv) and run the command again.`,
    );
  });
  const pip = [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--require-hashes',
    '--no-deps',
    // A package that is built here would first fetch tools to build it, of which no hash is known.
    '--only-binary=:all:',
    '--retries=1',
    // Python compiles what it imports, which is a small part of them.
    '--no-compile',
  ];
  const files = requirements.flatMap((file) => ['--requirement', file]);
  await run(path.join(environment, 'bin', 'python'), [...pip, ...files], { env }).catch((error: Failure) => {
    throw new AccountError(
      `the account's Python packages could not be installed: ${lastLines(error)}\nThe first start needs a package index: check the network and pip's configuration, then run the command again.`,
    );
  });
}

/** Whether it is complete, of these versions, and its interpreter, which is the machine's, still there. */
async function isInstalled(environment: string, wanted: string): Promise<boolean> {
  try {
    await fs.access(path.join(environment, 'bin', 'python'), fs.constants.X_OK);
    return (await fs.readFile(path.join(environment, 'installed'), 'utf8')) === wanted;
  } catch {
    return false;
  }
}

/** What the machine lacks of Python to make an environment; empty if nothing. */
export async function lacksOfPython(env = process.env): Promise<string[]> {
  try {
    await expectPython(env);
  } catch (error) {
    return [(error as Error).message];
  }
  // Debian has it in a package of its own.
  return run('python3', ['-c', 'import ensurepip, venv'], { env }).then(
    () => [],
    () => ['python3 has no venv module, expected it: install it and run the command again'],
  );
}

async function expectPython(env: NodeJS.ProcessEnv): Promise<void> {
  const expected = `expected ${OLDEST_PYTHON.join('.')} or newer: install it and run the command again`;
  const { stdout } = await run('python3', ['--version'], { env }).catch((error: Failure) => {
    throw new AccountError(`there is no python3 (${error.message.split('\n')[0]}), ${expected}`);
  });
  const [major, minor] = stdout.replace('Python ', '').split('.').map(Number);
  if (major !== OLDEST_PYTHON[0] || minor < OLDEST_PYTHON[1]) {
    throw new AccountError(`python3 is ${stdout.trim()}, ${expected}`);
  }
}

type Failure = Error & { readonly stdout?: string; readonly stderr?: string };

function lastLines({ stdout = '', stderr = '', message }: Failure): string {
  return `${stdout}\n${stderr}`.trim().split('\n').slice(-4).join('\n') || message;
}

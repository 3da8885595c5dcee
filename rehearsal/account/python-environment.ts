import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { AccountError } from './account-error';

const run = promisify(execFile);
const REQUIREMENTS = path.join(__dirname, 'requirements.txt');
const OLDEST_PYTHON = [3, 11] as const;

/**
 * Path of a Python that has the account's packages, installed on first use.
 *
 * Each package is pinned by its hash. The stamp that says so is written last: an installation that was
 * killed, or is of other versions, is made anew.
 *
 * @throws AccountError that says what the machine lacks
 */
export async function pythonEnvironment(directory: string): Promise<string> {
  const environment = path.join(directory, 'python');
  const python = path.join(environment, 'bin', 'python');
  const stamp = path.join(environment, 'installed');
  const wanted = createHash('sha256')
    .update(await fs.readFile(REQUIREMENTS))
    .digest('hex');
  const installed = await fs.readFile(stamp, 'utf8').catch(() => '');
  if (installed === wanted) return python;

  await expectPython();
  await fs.rm(environment, { recursive: true, force: true });
  await run('python3', ['-m', 'venv', environment]).catch((error: Failure) => {
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
  ];
  await run(python, [...pip, '--requirement', REQUIREMENTS]).catch((error: Failure) => {
    throw new AccountError(
      `the account's Python packages could not be installed: ${lastLines(error)}\nThe first start needs a package index: check the network and pip's configuration, then run the command again.`,
    );
  });
  await fs.writeFile(stamp, wanted);
  return python;
}

async function expectPython(): Promise<void> {
  const expected = `expected ${OLDEST_PYTHON.join('.')} or newer: install it and run the command again`;
  const { stdout } = await run('python3', ['--version']).catch((error: Failure) => {
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

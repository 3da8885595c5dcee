import { execFileSync, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { AccountError } from '../../../../emulators/account/account-error';
import { LocalAccount } from '../../../../emulators/account/local-account';
import { pythonEnvironment } from '../../../../emulators/account/python-environment';
import { DIRECTORY } from '../../support/paths';
import { START_TIMEOUT } from '../support/open-account';

let env: NodeJS.ProcessEnv;
let directory: string;
let bin: string;

beforeEach(() => {
  fs.mkdirSync(path.join(DIRECTORY, 'tests'), { recursive: true });
  directory = fs.mkdtempSync(path.join(DIRECTORY, 'tests', 'python-environment-'));
  bin = path.join(directory, 'bin');
  fs.mkdirSync(bin);
  env = { ...process.env };
});
afterEach(() => {
  fs.rmSync(directory, { recursive: true });
});

/** A python3 in front of all others, whose answers a test writes in shell. */
function fakePython(script: string): void {
  fs.writeFileSync(path.join(bin, 'python3'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  env.PATH = `${bin}:${process.env.PATH}`;
}

/** A python3 that makes an environment whose pip installs nothing, and counts. */
const WORKING = `
case "$*" in
  --version) echo Python 3.12.1 ;;
  "-m venv "*) echo made >> "$(dirname "$0")/count"
    mkdir -p "$3/bin" && printf '#!/bin/sh\\n' > "$3/bin/python" && chmod +x "$3/bin/python" ;;
esac`;
const made = () => fs.readFileSync(path.join(bin, 'count'), 'utf8').trim().split('\n').length;

async function failure(): Promise<string> {
  const error: unknown = await pythonEnvironment(directory, env).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(AccountError);
  expect(fs.readdirSync(directory)).toEqual(['bin']);
  return (error as AccountError).message;
}

describe('rejects a machine', () => {
  test('without python3', async () => {
    env.PATH = bin;
    expect(await failure()).toMatch(/^there is no python3 .*, expected 3\.11 or newer: install it/);
  });

  test('whose python3 is too old', async () => {
    fakePython('echo Python 3.10.12');
    expect(await failure()).toBe(
      'python3 is Python 3.10.12, expected 3.11 or newer: install it and run the command again',
    );
  });

  test('without the venv module', async () => {
    fakePython(
      'if [ "$1" = --version ]; then echo Python 3.12.1; else echo "No module named venv" >&2; exit 1; fi',
    );
    const message = await failure();
    expect(message).toContain('python3 cannot make a virtual environment: No module named venv');
    expect(message).toContain('apt-get install python3-venv');
  });

  test(
    'without a network',
    async () => {
      env.PIP_INDEX_URL = 'http://127.0.0.1:9/';
      const message = await failure();
      expect(message).toMatch(/^the account's Python packages could not be installed: /);
      expect(message).toContain('The first start needs a package index: check the network');
    },
    START_TIMEOUT,
  );
});

test('rejects to start an account that ends early, with the end of its log', async () => {
  fakePython(WORKING);
  const python = await pythonEnvironment(directory, env);
  fs.writeFileSync(python, '#!/bin/sh\necho "no such module"\nexit 3\n');
  const error: unknown = await LocalAccount.start({ directory }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(AccountError);
  expect((error as AccountError).message).toMatch(
    /^the account ended early \(3\), expected it to come up on port \d+:\nno such module\n/,
  );
});

describe('an installation', () => {
  test('is made once', async () => {
    fakePython(WORKING);
    const python = await pythonEnvironment(directory, env);
    expect(python).toBe(path.join(directory, 'python', 'bin', 'python'));
    expect(await pythonEnvironment(directory, env)).toBe(python);
    expect(made()).toBe(1);
  });

  test.each([
    ['whose stamp is missing', () => fs.rmSync(path.join(directory, 'python', 'installed'))],
    ['of other versions', () => fs.writeFileSync(path.join(directory, 'python', 'installed'), 'other')],
    ['whose interpreter is gone', () => fs.rmSync(path.join(directory, 'python', 'bin', 'python'))],
  ])('%s is made anew', async (_, damage) => {
    fakePython(WORKING);
    await pythonEnvironment(directory, env);
    fs.writeFileSync(path.join(directory, 'python', 'left-over'), '');
    damage();
    await pythonEnvironment(directory, env);
    expect(made()).toBe(2);
    expect(fs.readdirSync(path.join(directory, 'python')).sort()).toEqual(['bin', 'installed']);
  });

  test('clears what killed processes left, and nothing of those that run', async () => {
    fakePython(WORKING);
    const { pid: dead } = spawnSync('true');
    for (const pid of [dead, process.ppid]) fs.mkdirSync(path.join(directory, `python-${pid}-abc`));
    await pythonEnvironment(directory, env);
    expect(fs.readdirSync(directory).sort()).toEqual(['bin', 'python', `python-${process.ppid}-abc`]);
  });

  test('can be asked for twice at a time', async () => {
    fakePython(WORKING);
    const [one, two] = await Promise.all([
      pythonEnvironment(directory, env),
      pythonEnvironment(directory, env),
    ]);
    expect(one).toBe(two);
    expect(fs.readdirSync(directory).sort()).toEqual(['bin', 'python']);
  });
});

test(
  'every package has a licence that lets a team keep the repository as its own',
  async () => {
    const python = await pythonEnvironment(DIRECTORY);
    const script = `
import importlib.metadata, json
print(json.dumps({
    d.metadata["Name"]: " ".join([
        d.metadata.get("License-Expression") or (d.metadata.get("License") or "").split("\\n")[0],
        *[c for c in d.metadata.get_all("Classifier") or [] if c.startswith("License ::")],
    ])
    for d in importlib.metadata.distributions()
}))`;
    const licences = JSON.parse(execFileSync(python, ['-c', script], { encoding: 'utf8' })) as Record<
      string,
      string
    >;
    expect(Object.keys(licences).length).toBeGreaterThan(15);
    const allowed = /\b(MIT|ISC|BSD|Apache|0BSD|BlueOak|Python Software Foundation|PSF)\b/;
    const refused = /GPL|AGPL|Proprietary|Commercial/i;
    const others = Object.entries(licences).filter(([, text]) => !allowed.test(text) || refused.test(text));
    expect(others).toEqual([]);
  },
  START_TIMEOUT,
);

import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { checkMachine, describeSkips } from '../../../../rehearsal/runner/machine/check-machine';

const before = { PATH: process.env.PATH, SLIPWAY_NO_SKIPS: process.env.SLIPWAY_NO_SKIPS };
let bin: string;

beforeEach(() => {
  bin = fs.mkdtempSync(path.join(os.tmpdir(), 'machine-'));
  process.env.PATH = bin;
  delete process.env.SLIPWAY_NO_SKIPS;
});
afterEach(() => {
  fs.rmSync(bin, { recursive: true });
  process.env.PATH = before.PATH;
  if (before.SLIPWAY_NO_SKIPS) process.env.SLIPWAY_NO_SKIPS = before.SLIPWAY_NO_SKIPS;
  else delete process.env.SLIPWAY_NO_SKIPS;
});

/** Installs programs on the machine, whose answers are written in shell. */
function install(programs: readonly string[], script = ''): void {
  for (const program of programs) {
    fs.writeFileSync(path.join(bin, program), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
}

test('a machine with git and a python3 that has its venv module lacks nothing', async () => {
  install(['git']);
  install(['python3'], 'echo Python 3.12.1');
  await expect(checkMachine()).resolves.toBeUndefined();
});

test('all that a machine lacks is named at once, with the command that installs it', async () => {
  await expect(checkMachine()).rejects.toThrow(
    /^there is no git[^]*\nthere is no python3[^]*expected 3\.11[^]*\n.*: apt-get install git python3 python3-venv$/,
  );
});

test('a python3 without its venv module is found before anything is installed', async () => {
  install(['git']);
  install(['python3'], '[ "$1" = --version ] && echo Python 3.12.1');
  await expect(checkMachine()).rejects.toThrow(
    /^python3 has no venv module[^]*\n.*: apt-get install python3 python3-venv$/,
  );
});

test('what is skipped is said with the program that it needs', () => {
  install(['jq', 'podman', 'skopeo']);
  expect(describeSkips()).toMatch(
    /skipped:\n {2}without make: tests of the example's Makefile.*\n.*install make$/,
  );
  install(['make']);
  expect(describeSkips()).toBe('');
});

test('nothing is skipped in the gate: a program that is missing fails it', () => {
  install(['jq', 'make', 'podman']);
  process.env.SLIPWAY_NO_SKIPS = '1';
  expect(() => describeSkips()).toThrow(
    /there is no skopeo, expected all that tests need.*\n.*install skopeo$/,
  );
});

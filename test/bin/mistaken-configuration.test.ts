import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

const ROOT = path.resolve(__dirname, '../..');
const TIMEOUT = 60_000;

const COMMANDS: readonly [string, readonly string[]][] = [
  ['cdk synth', ['bin/run.cjs']],
  ['npm run status', ['node_modules/tsx/dist/cli.mjs', 'cli/main.ts', 'status']],
  ['npm start', ['node_modules/tsx/dist/cli.mjs', 'rehearsal/runner/main.ts', 'start']],
];

let copy: string;
let configuration: string;

beforeAll(() => {
  copy = fs.mkdtempSync(path.join(os.tmpdir(), 'mistaken-'));
  for (const name of ['bin', 'cli', 'emulators', 'lib', 'rehearsal', 'package.json', 'cdk.json']) {
    fs.cpSync(path.join(ROOT, name), path.join(copy, name), { recursive: true });
  }
  fs.symlinkSync(path.join(ROOT, 'node_modules'), path.join(copy, 'node_modules'));
  configuration = fs.readFileSync(path.join(ROOT, 'distribution.config.ts'), 'utf8');
});
afterAll(() => fs.rmSync(copy, { recursive: true }));

function run(args: readonly string[], mistaken: string) {
  fs.writeFileSync(path.join(copy, 'distribution.config.ts'), mistaken);
  return spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8' });
}

test.each(COMMANDS)(
  '%s tells a mistake by its message alone',
  (_command, args) => {
    const mistaken = configuration.replace(/(?<=defineDistribution\(\{)/, " name: 'Not Kebab',");
    const { status, stderr, stdout } = run(args, mistaken);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr.trimEnd().split('\n')).toEqual([
      'distribution.config.ts has 1 mistake:',
      '',
      '- name',
      "    received: 'Not Kebab'",
      expect.stringMatching(/^ {4}expected: /),
      expect.stringMatching(/^ {4}fix: {6}write 'not-kebab'$/),
    ]);
  },
  TIMEOUT,
);

test.each(COMMANDS)(
  '%s tells where a configuration does not run',
  (_command, args) => {
    const { status, stderr, stdout } = run(
      args,
      configuration.replace("name: 'SampleImage'", 'name: SampleImage'),
    );
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^distribution\.config\.ts:\d+:\d+: SampleImage is not defined, expected .*\n$/);
  },
  TIMEOUT,
);

test.each(COMMANDS.slice(1))(
  '%s tells of a configuration without a default',
  (_command, args) => {
    const { status, stderr } = run(
      args,
      configuration.replace('export default', 'export const distribution ='),
    );
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(/^distribution\.config\.ts exports no default, .*\n$/),
    ]);
  },
  TIMEOUT,
);

import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

const ROOT = path.resolve(__dirname, '../..');
const TIMEOUT = 60_000;

let copy: string;

beforeAll(() => {
  copy = fs.mkdtempSync(path.join(os.tmpdir(), 'mistaken-'));
  for (const name of ['bin', 'cli', 'emulators', 'lib', 'rehearsal', 'package.json', 'cdk.json']) {
    fs.cpSync(path.join(ROOT, name), path.join(copy, name), { recursive: true });
  }
  fs.symlinkSync(path.join(ROOT, 'node_modules'), path.join(copy, 'node_modules'));
  const configuration = fs.readFileSync(path.join(ROOT, 'distribution.config.ts'), 'utf8');
  const mistaken = configuration.replace(/(?<=defineDistribution\(\{)/, " name: 'Not Kebab',");
  fs.writeFileSync(path.join(copy, 'distribution.config.ts'), mistaken);
});
afterAll(() => fs.rmSync(copy, { recursive: true }));

test.each([
  ['cdk synth', ['bin/run.cjs']],
  ['npm run status', ['node_modules/tsx/dist/cli.mjs', 'cli/main.ts', 'status']],
  ['npm start', ['node_modules/tsx/dist/cli.mjs', 'rehearsal/runner/main.ts', 'start']],
])(
  '%s tells a mistake by its message alone',
  (_command, args) => {
    const { status, stderr, stdout } = spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8' });
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

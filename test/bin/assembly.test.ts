import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

const ROOT = path.resolve(__dirname, '../..');
const TIMEOUT = 60_000;

/** Copies the checkout as it stands into a new folder, and returns hashes of all that it synthesises. */
function synthesise(parent: string, name: string): Record<string, string> {
  const folder = path.join(parent, name);
  const listing = [
    'ls-files',
    '-z',
    '--cached',
    '--others',
    '--exclude-standard',
    'bin',
    'lib',
    '*.json',
    '*.ts',
  ];
  const files = execFileSync('git', listing, { cwd: ROOT, encoding: 'utf8' }).split('\0').filter(Boolean);
  for (const file of files.filter((candidate) => fs.existsSync(path.join(ROOT, candidate)))) {
    fs.cpSync(path.join(ROOT, file), path.join(folder, file));
  }
  fs.symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  execFileSync('npx', ['cdk', 'synth', '--quiet'], { cwd: folder, stdio: 'pipe' });

  const output = path.join(folder, 'cdk.out');
  const made = fs.readdirSync(output, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(
    made
      .filter((file) => fs.statSync(path.join(output, file)).isFile())
      .map((file) => [
        file,
        createHash('sha256')
          .update(fs.readFileSync(path.join(output, file)))
          .digest('hex'),
      ]),
  );
}

test(
  'two clones in two folders synthesise the same bytes',
  () => {
    const parent = fs.mkdtempSync(path.join(os.tmpdir(), 'assembly-'));
    try {
      const first = synthesise(parent, 'one');
      expect(Object.keys(first).length).toBeGreaterThan(10);
      expect(synthesise(parent, 'another/two')).toEqual(first);
    } finally {
      fs.rmSync(parent, { recursive: true });
    }
  },
  TIMEOUT,
);

import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { readZipped, unzip, zip } from '../../../../emulators/codepipeline/artifacts/zip';

let folder: string;
beforeEach(async () => (folder = await fs.mkdtemp(path.join(os.tmpdir(), 'zip-'))));
afterEach(() => fs.rm(folder, { recursive: true }));

test('an archive keeps content, modes and links', async () => {
  const from = path.join(folder, 'from');
  await fs.mkdir(path.join(from, 'bin'), { recursive: true });
  await fs.writeFile(path.join(from, 'bin', 'run'), '#!/bin/sh\n', { mode: 0o755 });
  await fs.writeFile(path.join(from, 'text'), 'plain', { mode: 0o640 });
  await fs.symlink('bin/run', path.join(from, 'link'));
  const to = path.join(folder, 'to');
  await unzip(await zip(from, ['bin/run', 'text', 'link']), to);
  expect(await fs.readFile(path.join(to, 'text'), 'utf8')).toBe('plain');
  expect((await fs.stat(path.join(to, 'bin', 'run'))).mode & 0o777).toBe(0o755);
  expect((await fs.stat(path.join(to, 'text'))).mode & 0o777).toBe(0o640);
  expect(await fs.readlink(path.join(to, 'link'))).toBe('bin/run');
});

test('an archive gives one file, or undefined for one that it does not have', async () => {
  await fs.writeFile(path.join(folder, 'template.json'), '{}');
  const archive = await zip(folder, ['template.json']);
  expect(await readZipped(archive, 'template.json')).toBe('{}');
  expect(await readZipped(archive, 'other.json')).toBeUndefined();
});

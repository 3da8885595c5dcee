import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { releaseLock, takeLock } from '../../../../rehearsal/runner/directory/lock';
import { RehearsalDirectory } from '../../../../rehearsal/runner/directory/rehearsal-directory';

let shared: string;

beforeEach(async () => {
  shared = await fs.mkdtemp(path.join(os.tmpdir(), 'directory-'));
});
afterEach(async () => {
  await fs.rm(shared, { recursive: true });
});

test('the directory keeps what is downloaded and what was recorded, and loses the rest', async () => {
  const directory = new RehearsalDirectory(shared);
  for (const name of ['npm-cache', 'python', 'logs', 'builds', 'assemblies']) {
    await fs.mkdir(directory.file(name));
  }
  await fs.writeFile(directory.file('env.sh'), '');
  await directory.clear({ records: false });
  expect((await fs.readdir(shared)).sort()).toEqual(['logs', 'npm-cache', 'python', 'scratch']);
  await directory.clear({ records: true });
  expect((await fs.readdir(shared)).sort()).toEqual(['npm-cache', 'python', 'scratch']);
});

test("a directory with a name shares npm's cache, and nothing that is a rehearsal's own", async () => {
  const [one, other] = ['one', 'other'].map((name) => new RehearsalDirectory(shared, name));
  await one.clear({ records: true });
  await other.clear({ records: true });
  await fs.writeFile(one.file('npm-cache/package'), 'cached');
  expect(await fs.readFile(other.file('npm-cache/package'), 'utf8')).toBe('cached');
  expect(one.sourceRepository).not.toBe(other.sourceRepository);
  await one.clear({ records: true });
  expect(await fs.readFile(path.join(shared, 'npm-cache', 'package'), 'utf8')).toBe('cached');
});

test('the lock rejects a directory in which another process rehearses', async () => {
  await fs.writeFile(path.join(shared, 'pid'), String(process.ppid));
  await expect(takeLock(shared)).rejects.toThrow(`another rehearsal is running (process ${process.ppid})`);
});

test('the lock takes over what a killed process left, and is given back', async () => {
  await fs.writeFile(path.join(shared, 'pid'), '999999999');
  await takeLock(shared);
  expect(await fs.readFile(path.join(shared, 'pid'), 'utf8')).toBe(String(process.pid));
  await releaseLock(shared);
  expect(await fs.readdir(shared)).toEqual([]);
});

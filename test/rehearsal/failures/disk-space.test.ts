import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { assertDiskSpace } from '../../../rehearsal/failures/disk-space';

let directory: string;

beforeEach(async () => {
  directory = await fs.mkdtemp(path.join(os.tmpdir(), 'disk-space-'));
});
afterEach(async () => {
  await fs.rm(directory, { recursive: true });
});

test('the folder is made where there is space, and nothing is left in it', async () => {
  const folder = path.join(directory, 'new');
  await assertDiskSpace(folder);
  expect(await fs.readdir(folder)).toEqual([]);
});

test('rejects a path that is a file, with its name and the fix', async () => {
  const file = path.join(directory, 'file');
  await fs.writeFile(file, '');
  await expect(assertDiskSpace(file)).rejects.toThrow(
    `${file} cannot be written (EEXIST), expected a folder that you may write: give yourself access with chown and chmod`,
  );
});

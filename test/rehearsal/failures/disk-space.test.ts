import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { assertDiskSpace } from '../../../rehearsal/failures/disk-space';

let directory: string;

beforeEach(async () => {
  directory = await fs.mkdtemp(path.join(os.tmpdir(), 'room-'));
});
afterEach(async () => {
  await fs.rm(directory, { recursive: true });
});

test('a folder with room is made, and nothing is left in it', async () => {
  const folder = path.join(directory, 'new');
  await assertDiskSpace(folder);
  expect(await fs.readdir(folder)).toEqual([]);
});

test('a path that is a file is refused with its name and the fix', async () => {
  const file = path.join(directory, 'file');
  await fs.writeFile(file, '');
  await expect(assertDiskSpace(file)).rejects.toThrow(
    `${file} cannot be written (EEXIST), expected a folder of yours: give it to yourself with chown and chmod`,
  );
});

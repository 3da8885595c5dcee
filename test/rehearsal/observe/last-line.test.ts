import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { lastLine } from '../../../rehearsal/observe/pipeline/last-line';
import { cut } from '../../../rehearsal/runner/report/one-line';

let folder: string;

beforeAll(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'last-line-'));
});
afterAll(() => fs.rm(folder, { recursive: true }));

async function lastLineOf(log: string): Promise<string> {
  const file = path.join(folder, 'build.log');
  await fs.writeFile(file, log);
  return lastLine(file);
}

test.each([
  ['of several', 'npm ci\nadded 5 packages\n', 'added 5 packages'],
  ['that has not ended', 'npm ci\nadded', 'added'],
  ['before empty ones', 'added 5 packages\n\n \n\u001b[0m\n', 'added 5 packages'],
  ['with colours', '\u001b[32mPASS\u001b[39m test/lib\n', 'PASS test/lib'],
  ['that moves the cursor', '\u001b[2K\u001b[1Gsynth\tdone\u0007\n', 'synth done'],
  ['that is drawn over and over', '10 %\r50 %\r90 %', '90 %'],
  ['of an empty log', '', ''],
  ['of a long log', `${'many lines\n'.repeat(2000)}the last\n`, 'the last'],
])('the last line %s', async (_, log, expected) => {
  expect(await lastLineOf(log)).toBe(expected);
});

test('a log that is not there yet has no last line', async () => {
  expect(await lastLine(path.join(folder, 'none.log'))).toBe('');
});

test('a line is cut to the columns that there are', () => {
  expect(cut('Build › Synth', 13)).toBe('Build › Synth');
  expect(cut('Build › Synth', 12)).toBe('Build › Syn…');
});

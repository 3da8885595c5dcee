import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import picomatch from 'picomatch';
import { ActionFailure } from '../execution/action-failure';

/**
 * Files of a build's output, relative to its base directory, in an order that does not change.
 *
 * @throws ActionFailure when there is none
 */
export async function outputFiles(base: string, patterns: readonly string[]): Promise<string[]> {
  const matches = picomatch([...patterns], { dot: true });
  const entries = await fs.readdir(base, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map((entry) => path.relative(base, path.join(entry.parentPath, entry.name)))
    .filter((file) => matches(file))
    .sort();
  if (files.length === 0) {
    throw new ActionFailure(
      'JobFailed',
      `Phase: UPLOAD_ARTIFACTS, Code: CLIENT_ERROR, Message: no matching artifact paths found for ${patterns.join(', ')}`,
    );
  }
  return files;
}

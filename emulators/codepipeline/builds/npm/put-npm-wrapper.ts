import * as fs from 'node:fs/promises';
import * as path from 'node:path';

const WRAPPER = path.join(__dirname, 'npm-wrapper.cjs');

/** Makes a folder with a command `npm`, to come first in the PATH of a build. */
export async function putNpmWrapper(folder: string): Promise<void> {
  await fs.mkdir(folder, { recursive: true });
  const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  const command = [process.execPath, WRAPPER, folder].map(quote).join(' ');
  await fs.writeFile(path.join(folder, 'npm'), `#!/bin/sh\nexec ${command} "$@"\n`, { mode: 0o755 });
}

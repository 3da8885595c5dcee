import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { seconds } from './measure';

const ROOT = path.resolve(__dirname, '..');

/** Times commands, one after the other, in a fresh clone of what is committed. */
export function benchFreshClone(commands: readonly string[]): void {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'slipway-bench-'));
  try {
    seconds(`git clone --quiet '${ROOT}' '${folder}/clone'`, ROOT);
    for (const command of commands) {
      console.log(`${command.padEnd(32)} ${seconds(command, path.join(folder, 'clone')).toFixed(1)} s`);
    }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

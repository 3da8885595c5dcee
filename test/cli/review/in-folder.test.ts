import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { once } from 'node:events';

const PROGRAM = `
const { inFolder } = require(${JSON.stringify(path.resolve('cli/review/in-folder.ts'))});
void inFolder((folder) => new Promise(() => {
  setInterval(() => undefined, 1000);
  console.log(folder);
}));
`;

test('a command that a signal ends leaves no folder behind', async () => {
  const tmp = fs.mkdtempSync(path.join(os.tmpdir(), 'in-folder-'));
  try {
    const child = spawn(process.execPath, ['--import', 'tsx', '--eval', PROGRAM], {
      env: { ...process.env, TMPDIR: tmp },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    expect(fs.readdirSync(tmp).filter((name) => name.startsWith('slipway-review-'))).toHaveLength(1);
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([130, null]);
    expect(fs.readdirSync(tmp).filter((name) => name.startsWith('slipway-review-'))).toEqual([]);
  } finally {
    fs.rmSync(tmp, { recursive: true });
  }
}, 60_000);

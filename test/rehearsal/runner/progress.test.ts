import { execFile } from 'node:child_process';
import * as path from 'node:path';
import { promisify } from 'node:util';

const PROGRESS = path.resolve(__dirname, '../../../rehearsal/runner/progress');

const HIDE_CURSOR = '\u001b[?25l';
const SHOW_CURSOR = '\u001b[?25h';

/** Runs a program at a terminal of its own, which Python makes; returns what the terminal shows. */
async function atTerminal(script: string): Promise<string> {
  const terminal = 'import pty, sys; pty.spawn(sys.argv[1:])';
  const program = [process.execPath, '--require', 'tsx/cjs', '--eval', script];
  return (await promisify(execFile)('python3', ['-c', terminal, ...program])).stdout;
}

test.each([
  { way: 'ends', end: 'process.exit(1)' },
  {
    way: 'is interrupted',
    end: "process.once('SIGINT', () => process.exit(130)).kill(process.pid, 'SIGINT')",
  },
])('the cursor is shown again when a rehearsal $way within a step', async ({ end }) => {
  const shown = await atTerminal(`
    const { Progress, restoreCursorAtExit } = require(${JSON.stringify(PROGRESS)});
    restoreCursorAtExit();
    void new Progress().step('A step', () => new Promise(() => setTimeout(() => { ${end} }, 200)));
  `);
  expect(shown).toContain(HIDE_CURSOR);
  expect(shown.lastIndexOf(SHOW_CURSOR)).toBeGreaterThan(shown.lastIndexOf(HIDE_CURSOR));
});

import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

/** Signals that end a command, with the exit codes that a shell gives them. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** Lends a new folder of its own, and removes it afterwards, also where a signal ends the command. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'slipway-review-'));
  const remove = () => fs.rmSync(folder, { recursive: true, force: true });
  const end = (signal: keyof typeof SIGNALS) => {
    remove();
    process.exit(SIGNALS[signal]);
  };
  const signals = Object.keys(SIGNALS) as (keyof typeof SIGNALS)[];
  for (const signal of signals) process.once(signal, end);
  try {
    return await work(folder);
  } finally {
    for (const signal of signals) process.removeListener(signal, end);
    remove();
  }
}

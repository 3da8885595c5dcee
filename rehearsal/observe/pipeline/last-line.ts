import * as fs from 'node:fs/promises';
import { oneLine } from '../../runner/report/one-line';

/** What is read of a log, which grows while a build runs and is looked at several times a second. */
const TAIL_BYTES = 4096;

/** The last line of a log with something to read, or nothing if there is none yet. */
export async function lastLine(logFile: string): Promise<string> {
  const file = await fs.open(logFile).catch((error: NodeJS.ErrnoException) => {
    // A build has its id a moment before its log.
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!file) return '';
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read({
      buffer: Buffer.alloc(TAIL_BYTES),
      position: Math.max(0, size - TAIL_BYTES),
    });
    // npm and others draw a line over and over by carriage returns; the last one is what stands there.
    const lines = buffer
      .toString('utf8', 0, bytesRead)
      .split(/[\r\n]/)
      .map(oneLine);
    return lines.findLast(Boolean) ?? '';
  } finally {
    await file.close();
  }
}

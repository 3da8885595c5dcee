import * as fs from 'node:fs/promises';

/**
 * Command lines of the processes that work in a directory, or were started with a path in it.
 *
 * @throws Error where there is no `/proc`, which is Linux's
 */
export async function processesIn(directory: string): Promise<string[]> {
  const found: string[] = [];
  for (const pid of (await fs.readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    if (Number(pid) === process.pid) continue;
    try {
      const command = (await fs.readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ');
      const cwd = await fs.readlink(`/proc/${pid}/cwd`);
      if (command && (cwd.startsWith(directory) || command.includes(directory)))
        found.push(`${pid} ${command}`);
    } catch {
      // It has ended meanwhile, or belongs to another user.
    }
  }
  return found;
}

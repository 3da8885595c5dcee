import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { ROOT } from '../runner/directory/paths';
import { runCommand } from '../runner/run-command';

/** A copy of the checkout as it stands, to be edited. */
export class WorkTree {
  constructor(readonly directory: string) {}

  /** Takes all files of the checkout. */
  async takeCheckout(): Promise<void> {
    for (const file of await checkedOutFiles()) {
      await fs.cp(path.join(ROOT, file), path.join(this.directory, file), { verbatimSymlinks: true });
    }
  }

  /** Takes a file as the checkout has it, or away if it has none. */
  async takeFromCheckout(file: string): Promise<void> {
    const target = path.join(this.directory, file);
    await fs.rm(target, { force: true });
    const files = await checkedOutFiles();
    if (files.includes(file)) await fs.cp(path.join(ROOT, file), target);
  }

  /**
   * Puts another text in the place of one in a file of the work tree.
   *
   * @throws Error when the file has no such text
   */
  async replace(file: string, text: string | RegExp, replacement: string): Promise<void> {
    const target = path.join(this.directory, file);
    const before = await fs.readFile(target, 'utf8');
    const after = before.replace(text, () => replacement);
    if (after === before)
      throw new Error(`${file} has no ${String(text)}, which was to become ${replacement}`);
    await fs.writeFile(target, after);
  }

  /** Adds a line to a file of the work tree. */
  async append(file: string, line: string): Promise<void> {
    await fs.appendFile(path.join(this.directory, file), `${line}\n`);
  }

  /** Writes a file of the work tree. */
  async write(file: string, text: string): Promise<void> {
    const target = path.join(this.directory, file);
    await fs.mkdir(path.dirname(target), { recursive: true });
    await fs.writeFile(target, text);
  }

  /** Takes a file or folder away. */
  async removeFile(file: string): Promise<void> {
    await fs.rm(path.join(this.directory, file), { recursive: true });
  }
}

/** Files of the checkout, tracked or not, but not those that git ignores. */
async function checkedOutFiles(): Promise<string[]> {
  const listing = await runCommand('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
  });
  const files = [...new Set(listing.split('\0').filter(Boolean))];
  const exists = await Promise.all(
    files.map((file) =>
      fs.lstat(path.join(ROOT, file)).then(
        () => true,
        () => false, // deleted, but not committed as such yet
      ),
    ),
  );
  return files.filter((_, index) => exists[index]);
}

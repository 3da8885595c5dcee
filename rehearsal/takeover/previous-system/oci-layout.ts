import { createHash } from 'node:crypto';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { gzipSync } from 'node:zlib';

const MEDIA = 'application/vnd.oci.image';

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly platform?: { readonly os: string; readonly architecture: string };
}

/**
 * Writes an image to a directory in which skopeo finds it, and returns its address.
 *
 * @param content What its layers hold: another content makes another image.
 * @param architectures More than one make an index of images. @default - an image of one
 */
export async function writeImage(
  directory: string,
  content: string,
  architectures: readonly string[] = ['amd64'],
): Promise<string> {
  await fs.rm(directory, { recursive: true, force: true });
  await fs.mkdir(path.join(directory, 'blobs', 'sha256'), { recursive: true });
  const images = await Promise.all(
    architectures.map(async (architecture) => {
      const layer = gzipSync(`${content} for ${architecture}`);
      const rootfs = { type: 'layers', diff_ids: [sha256(Buffer.from(`${content} for ${architecture}`))] };
      const platform = { os: 'linux', architecture };
      const manifest = {
        schemaVersion: 2,
        mediaType: `${MEDIA}.manifest.v1+json`,
        config: await write(directory, `${MEDIA}.config.v1+json`, json({ ...platform, rootfs })),
        layers: [await write(directory, `${MEDIA}.layer.v1.tar+gzip`, layer)],
      };
      return { ...(await write(directory, manifest.mediaType, json(manifest))), platform };
    }),
  );
  const index = { schemaVersion: 2, mediaType: `${MEDIA}.index.v1+json`, manifests: images };
  const image = images.length > 1 ? await write(directory, index.mediaType, json(index)) : images[0];
  await fs.writeFile(path.join(directory, 'oci-layout'), json({ imageLayoutVersion: '1.0.0' }));
  await fs.writeFile(path.join(directory, 'index.json'), json({ schemaVersion: 2, manifests: [image] }));
  return `oci:${directory}`;
}

async function write(directory: string, mediaType: string, blob: Buffer): Promise<Descriptor> {
  const digest = sha256(blob);
  await fs.writeFile(path.join(directory, 'blobs', ...digest.split(':')), blob);
  return { mediaType, digest, size: blob.length };
}

function sha256(blob: Buffer): string {
  return `sha256:${createHash('sha256').update(blob).digest('hex')}`;
}

function json(value: object): Buffer {
  return Buffer.from(JSON.stringify(value));
}

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import * as fs from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { generate } from 'selfsigned';

/** A registry as a company has it: its certificate is of a CA of its own, and it asks for a token. */
export interface PrivateRegistry {
  readonly url: string;

  /** Path of the CA's certificate. */
  readonly caFile: string;

  /** Of its one package, `private-package` 1.0.0. */
  readonly integrity: string;
  close(): void;
}

/** Serves one package over TLS, to whoever shows the token. */
export async function listenPrivately(folder: string, token: string): Promise<PrivateRegistry> {
  const archive = await packPackage(folder);
  const integrity = `sha512-${createHash('sha512').update(archive).digest('base64')}`;
  const altNames = [{ type: 7 as const, ip: '127.0.0.1' }];
  const extensions = [{ name: 'subjectAltName' as const, altNames }];
  const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
    keySize: 2048,
    extensions,
  });
  const caFile = path.join(folder, 'company-ca.pem');
  await fs.writeFile(caFile, cert);
  const server = createServer({ key, cert }, (request, response) => {
    if (request.headers.authorization !== `Bearer ${token}`) return response.writeHead(401).end('{}');
    if (request.url?.endsWith('.tgz')) return response.end(archive);
    const dist = { integrity, tarball: `${url}private-package/-/private-package-1.0.0.tgz` };
    const version = { name: 'private-package', version: '1.0.0', dist };
    const document = {
      name: 'private-package',
      'dist-tags': { latest: '1.0.0' },
      versions: { '1.0.0': version },
    };
    return response.setHeader('content-type', 'application/json').end(JSON.stringify(document));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url, caFile, integrity, close };
}

async function packPackage(folder: string): Promise<Buffer> {
  await fs.mkdir(path.join(folder, 'package'));
  const manifest = { name: 'private-package', version: '1.0.0' };
  await fs.writeFile(path.join(folder, 'package', 'package.json'), JSON.stringify(manifest));
  const file = path.join(folder, 'package.tgz');
  await promisify(execFile)('tar', ['-czf', file, '-C', folder, 'package']);
  return fs.readFile(file);
}

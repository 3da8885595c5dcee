import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { generate } from 'selfsigned';
import { rootCertificates } from 'node:tls';
import { AccountError } from '../account-error';

const DAY = 24 * 60 * 60 * 1000;
const VALID_DAYS = 30;

/** Files of the account's TLS. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;

  /** What a client of the account trusts: the machine's own roots, and the certificate. */
  readonly caBundle: string;
}

/**
 * A certificate for 127.0.0.1 and AWS's own names, made afresh for each account.
 *
 * Clients get a bundle that holds the machine's own roots as well, because a build also talks to a package
 * registry, perhaps through a proxy with a root of its own.
 */
export async function makeCertificate(directory: string, region: string): Promise<Certificate> {
  const folder = path.join(directory, 'tls');
  await fs.mkdir(folder, { recursive: true });
  const made = await generate([{ name: 'commonName', value: 'Local AWS account' }], {
    keySize: 2048,
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() - DAY),
    notAfterDate: new Date(Date.now() + VALID_DAYS * DAY),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, keyCertSign: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 7, ip: '127.0.0.1' },
          { type: 2, value: 'localhost' },
          ...namesOfAws(region).map((value) => ({ type: 2 as const, value })),
        ],
      },
    ],
  });
  const files = {
    certificate: path.join(folder, 'certificate.pem'),
    key: path.join(folder, 'key.pem'),
    caBundle: path.join(folder, 'ca-bundle.pem'),
  };
  await fs.writeFile(files.key, made.private, { mode: 0o600 });
  await fs.writeFile(files.certificate, made.cert);
  await fs.writeFile(files.caBundle, [...rootCertificates, ...(await machineRoots()), made.cert].join('\n'));
  return files;
}

/** Names by which those find the account who reach AWS through its gateway. */
function namesOfAws(region: string): string[] {
  return [`*.dkr.ecr.${region}`, `*.ecr.${region}`, `*.${region}`, '*'].map(
    (name) => `${name}.amazonaws.com`,
  );
}

/** Roots that this machine trusts beside the usual ones. */
async function machineRoots(): Promise<string[]> {
  const named = ['NODE_EXTRA_CA_CERTS', 'AWS_CA_BUNDLE', 'SSL_CERT_FILE'].filter((name) => process.env[name]);
  const files = new Map(named.map((name) => [process.env[name] as string, name]));
  return Promise.all(
    [...files].map(([file, name]) =>
      fs.readFile(file, 'utf8').catch((error: Error) => {
        throw new AccountError(
          `${name} is ${file}, expected a file of certificates (${error.message}): correct the variable or unset it`,
        );
      }),
    ),
  );
}

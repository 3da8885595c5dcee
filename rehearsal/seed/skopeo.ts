import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { LocalAccount } from '../account/local-account';
import { DIRECTORY } from '../paths';
import { runCommand } from '../run-command';

const PULLED = path.join(DIRECTORY, 'pulled');

/** Copies images between registries and directories, as people do it on AWS, without a container engine. */
export class Skopeo {
  constructor(private readonly account: LocalAccount) {}

  /** Address of an image: `repository@sha256:…` or `repository:tag`. */
  image(reference: string): string {
    return `docker://${new URL(this.account.endpoint).host}/${reference}`;
  }

  /** `skopeo copy`; an index comes with all its images, and every digest stays what it is. */
  async copy(from: string, to: string): Promise<void> {
    const env = { ...this.account.env(this.account.root), SSL_CERT_FILE: this.account.caBundle };
    await runCommand('skopeo', ['copy', '--all', '--preserve-digests', '--quiet', from, to], {
      cwd: DIRECTORY,
      env,
    }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
      throw new Error(
        'this machine has no skopeo, expected the one of its package manager: apt-get install skopeo, or brew install skopeo',
      );
    });
  }

  /** Downloads all of an image; skopeo compares each part with its digest. */
  async pull(reference: string): Promise<void> {
    await fs.rm(PULLED, { recursive: true, force: true });
    await this.copy(this.image(reference), `dir:${PULLED}`);
    await fs.rm(PULLED, { recursive: true, force: true });
  }
}

import * as fs from 'node:fs/promises';
import { ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import { Credentials, LocalAccount } from '../../emulators/account/local-account';
import { RehearsalDirectory } from '../runner/directory/rehearsal-directory';
import { runCommand } from '../runner/run-command';

/** Copies images between registries and directories without a container engine, as people do it on AWS. */
export class Skopeo {
  /** @param credentials Who copies. @default - an administrator */
  constructor(
    private readonly account: LocalAccount,
    private readonly directory: RehearsalDirectory,
    private readonly credentials: Credentials = account.root,
  ) {}

  private get login(): string {
    return this.directory.scratch('registry-login.json');
  }

  /** Address of an image: `repository@sha256:…` or `repository:tag`. */
  image(reference: string): string {
    return `docker://${new URL(this.account.endpoint).host}/${reference}`;
  }

  /** `skopeo copy`; an index comes with all its images, and every digest stays what it is. */
  async copy(from: string, to: string): Promise<void> {
    await this.logIn();
    const env = { ...this.account.env(this.credentials), SSL_CERT_FILE: this.account.caBundle };
    const args = ['copy', '--all', '--preserve-digests', '--quiet', '--authfile', this.login, from, to];
    await runCommand('skopeo', args, { cwd: this.directory.path, env }).catch((error: Error) => {
      if (!error.message.includes('ended with 127')) throw error;
      throw new Error(
        'skopeo is not installed: install it with your package manager (apt-get install skopeo, or brew install skopeo)',
      );
    });
  }

  /** What `skopeo login` writes, with the password that `aws ecr get-login-password` prints. */
  private async logIn(): Promise<void> {
    const ecr = new ECRClient(this.account.sdk(this.credentials));
    const { authorizationData = [] } = await ecr.send(new GetAuthorizationTokenCommand({}));
    const auth = authorizationData[0]?.authorizationToken;
    const { host } = new URL(this.account.endpoint);
    await fs.writeFile(this.login, JSON.stringify({ auths: { [host]: { auth } } }), { mode: 0o600 });
  }

  /** Downloads all of an image; skopeo compares each part with its digest. */
  async pull(reference: string): Promise<void> {
    const pulled = this.directory.scratch('pulled');
    await fs.rm(pulled, { recursive: true, force: true });
    await this.copy(this.image(reference), `dir:${pulled}`);
    await fs.rm(pulled, { recursive: true, force: true });
  }
}

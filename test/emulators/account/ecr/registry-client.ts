import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { CreateRepositoryCommand, ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import { Credentials, LocalAccount } from '../../../../emulators/account/local-account';

export interface RegistryAnswer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export const digestOf = (content: string) => `sha256:${createHash('sha256').update(content).digest('hex')}`;

/** A client of the registry protocol that sends paths and tokens as they are, however wrong. */
export class RegistryClient {
  /** The client of a user who has logged in. */
  static async login(account: LocalAccount, credentials?: Credentials): Promise<RegistryClient> {
    return new RegistryClient(account, `Basic ${await tokenOf(account, credentials)}`);
  }

  private readonly ca: string;

  constructor(
    private readonly account: LocalAccount,
    readonly authorization?: string,
  ) {
    this.ca = account.address.certificate;
  }

  send(
    method: string,
    path: string,
    body?: string,
    headers: Record<string, string> = {},
  ): Promise<RegistryAnswer> {
    const { hostname, port } = new URL(this.account.endpoint);
    const { authorization, ca } = this;
    const all = { ...(authorization && { authorization }), ...headers };
    return new Promise((resolve, reject) => {
      request(
        { hostname, port, path, method, ca, headers: all, agent: false, servername: 'localhost' },
        (response) => {
          const { statusCode: status, headers: answered } = response;
          text(response).then((content) => resolve({ status, headers: answered, text: content }), reject);
        },
      )
        .once('error', reject)
        .end(body);
    });
  }

  /** Begins an upload, and says where it goes on. */
  async upload(repository: string): Promise<string> {
    const { headers, text: content } = await this.send('POST', `/v2/${repository}/blobs/uploads/`);
    if (!headers.location) throw new Error(`expected an upload, got ${content}`);
    return headers.location;
  }

  async pushBlob(repository: string, content: string): Promise<string> {
    const digest = digestOf(content);
    const path = await this.upload(repository);
    expectStatus(await this.send('PUT', `${path}?digest=${digest}`, content), 201);
    return digest;
  }

  /** Pushes an image whose one layer has this content. */
  async pushImage(repository: string, tag: string, content: string): Promise<string> {
    const manifest = manifestOf(
      await this.pushBlob(repository, '{}'),
      await this.pushBlob(repository, content),
    );
    expectStatus(await this.send('PUT', `/v2/${repository}/manifests/${tag}`, manifest), 201);
    return digestOf(manifest);
  }
}

/** The manifest of an image. */
export function manifestOf(config: string, ...layers: string[]): string {
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: config, size: 2 },
    layers: layers.map((digest) => ({
      mediaType: 'application/vnd.oci.image.layer.v1.tar',
      digest,
      size: 1,
    })),
  });
}

/** User name and password as GetAuthorizationToken hands them out. */
export async function tokenOf(account: LocalAccount, credentials?: Credentials): Promise<string> {
  const ecr = new ECRClient(account.sdk(credentials));
  const { authorizationData } = await ecr.send(new GetAuthorizationTokenCommand({}));
  return authorizationData?.[0].authorizationToken ?? '';
}

export async function createRepository(
  account: LocalAccount,
  repositoryName: string,
  imageTagMutability: 'MUTABLE' | 'IMMUTABLE' = 'MUTABLE',
): Promise<string> {
  const ecr = new ECRClient(account.sdk());
  const { repository } = await ecr.send(new CreateRepositoryCommand({ repositoryName, imageTagMutability }));
  return repository?.repositoryArn ?? '';
}

function expectStatus({ status, text: content }: RegistryAnswer, expected: number): void {
  if (status !== expected) throw new Error(`expected ${expected}, got ${status}: ${content}`);
}

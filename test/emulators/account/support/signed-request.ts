import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { AwsV4Signer } from 'aws4fetch';
import { Credentials, LocalAccount } from '../../../../emulators/account/local-account';

export interface SignedRequest {
  readonly service: string;
  readonly method?: string;

  /** @default '/' */
  readonly path?: string;
  readonly query?: Record<string, string>;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** Sends a request that no SDK would make, signed by a user, and answers its status and text. */
export async function sendSigned(
  account: LocalAccount,
  credentials: Credentials,
  request: SignedRequest,
): Promise<Answer> {
  const { service, method = 'POST', path = '/', query = {}, headers = {}, body } = request;
  const signer = new AwsV4Signer({
    url: `${account.endpoint}${path}?${new URLSearchParams(query).toString()}`,
    method,
    headers,
    body,
    service,
    region: account.region,
    ...credentials,
  });
  const signed = await signer.sign();
  return sendUnsigned(account, {
    ...request,
    path: signed.url.pathname,
    query: Object.fromEntries(signed.url.searchParams),
    headers: Object.fromEntries(signed.headers),
  });
}

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Sends a request as it is. */
export async function sendUnsigned(
  account: LocalAccount,
  { method = 'POST', path = '/', query = {}, headers = {}, body }: Omit<SignedRequest, 'service'>,
): Promise<Answer> {
  const { protocol, hostname, port } = new URL(account.endpoint);
  const { response } = await account.sdk().requestHandler.handle({
    method,
    protocol,
    hostname,
    port: Number(port),
    path,
    query,
    headers,
    body,
  } as Parameters<NodeHttpHandler['handle']>[0]);
  return { status: response.statusCode, text: await text(response.body as Readable) };
}

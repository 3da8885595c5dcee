import type { HttpRequest } from '@smithy/types';
import { AwsV4Signer } from 'aws4fetch';
import type { AwsAccess, Credentials } from './aws-access';

export interface UnsignedRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends a request to a service of AWS, signed with those credentials; a client is not needed for one operation. */
export async function sendSigned(
  account: AwsAccess,
  credentials: Credentials,
  service: string,
  { headers, body }: UnsignedRequest,
) {
  const { endpoint, region, requestHandler } = account.sdk();
  const signer = new AwsV4Signer({
    method: 'POST',
    url: `${endpoint}/`,
    headers,
    body,
    service,
    region,
    ...credentials,
  });
  const signed = await signer.sign();
  const { protocol, hostname, port } = signed.url;
  const message: HttpRequest = {
    method: 'POST',
    protocol,
    hostname,
    port: Number(port) || undefined,
    path: '/',
    query: {},
    headers: Object.fromEntries(signed.headers),
    body,
  };
  return requestHandler.handle(message as Parameters<typeof requestHandler.handle>[0]);
}

import { json } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import type { HttpRequest } from '@smithy/types';
import { AccountError } from '../account-error';

/** What a service of AWS tells EventBridge. */
export interface ServiceEvent {
  /** Such as `aws.codepipeline`. */
  readonly source: string;
  readonly detailType: string;
  readonly resources: readonly string[];
  readonly detail: object;
}

/** Where it happens, and by what the account knows that it was told by whoever started it. */
export interface EventPlace {
  readonly endpoint: string;
  readonly accountId: string;
  readonly region: string;
  readonly secret: string;
}

/** What sends a request, as the SDK's own handler does. */
export interface RequestHandler {
  handle(request: HttpRequest): Promise<{ response: { statusCode: number; body?: unknown } }>;
}

/**
 * Tells EventBridge of an account what happened in a service of AWS.
 *
 * Not by its API: PutEvents refuses a source that begins with `aws.` to everybody, the root too.
 *
 * @throws AccountError when the account does not take it
 */
export async function tellEventBridge(
  handler: RequestHandler,
  { endpoint, accountId, region, secret }: EventPlace,
  event: ServiceEvent,
): Promise<void> {
  const { protocol, hostname, port } = new URL(endpoint);
  const { response } = await handler.handle({
    method: 'POST',
    protocol,
    hostname,
    port: Number(port),
    path: '/_local/service-events',
    query: {},
    headers: {
      'content-type': 'application/json',
      'x-local-secret': secret,
      'x-local-account': accountId,
      'x-local-region': region,
    },
    body: JSON.stringify(event),
  });
  const answer = (await json(response.body as Readable)) as { readonly message?: string };
  if (response.statusCode !== 200) {
    throw new AccountError(`the account took no event of ${event.source}: ${answer.message}`);
  }
}

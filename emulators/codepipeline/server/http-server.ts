import { createServer, Server } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Caller } from './caller';
import { ServiceError } from './service-error';

/** Answers a call of `Service_Version.Operation`. */
export type Answer = (target: string, request: object, caller: Caller) => object | Promise<object>;

/**
 * Serves JSON 1.1 to the account, which has authenticated and authorized the caller.
 *
 * The secret keeps other processes on this machine from calling past the account's IAM.
 */
export function serve(secret: string, answerCall: Answer): Server {
  return createServer((request, response) => {
    const answer = (status: number, body: object) => {
      response.writeHead(status, { 'Content-Type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify(body, epochSeconds));
    };
    const header = (name: string) => String(request.headers[name] ?? '');
    if (header('x-local-secret') !== secret) {
      answer(403, {
        __type: 'AccessDeniedException',
        message: 'Only the account may call this service: call the account instead',
      });
      return;
    }
    const caller = {
      arn: header('x-local-caller'),
      accountId: header('x-local-account'),
      region: header('x-local-region'),
    };
    text(request)
      .then((body) => answerCall(header('x-amz-target'), parse(body), caller))
      .then((body) => answer(200, body))
      .catch((error: Error) => {
        const code = error instanceof ServiceError ? error.code : 'InternalFailure';
        answer(error instanceof ServiceError ? 400 : 500, { __type: code, message: error.message });
      });
  });
}

function parse(body: string): object {
  try {
    return JSON.parse(body || '{}') as object;
  } catch (error) {
    throw new ServiceError('SerializationException', `The request is not JSON: ${(error as Error).message}`);
  }
}

/** Dates as JSON 1.1 writes them, in seconds since 1970. */
function epochSeconds(this: Record<string, unknown>, key: string, value: unknown): unknown {
  const original = this[key];
  return original instanceof Date ? original.getTime() / 1000 : value;
}

import { randomUUID } from 'node:crypto';
import { createServer, IncomingMessage, request, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { CodePipelineAddress } from '../../../../../emulators/account/local-account';

/**
 * Passes calls of CodePipeline on to what answers for it in the account that is called.
 *
 * A process of accounts forwards all of them to one address; each test file has another.
 */
export class CodePipelineRelay {
  private readonly secret = randomUUID();
  private readonly routes = new Map<string, CodePipelineAddress>();
  private readonly server = createServer((call, response) => this.pass(call, response));

  async listen(): Promise<CodePipelineAddress> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.server.unref();
    return { url: `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`, secret: this.secret };
  }

  route(accountId: string, { url, secret }: CodePipelineAddress): void {
    this.routes.set(accountId, { url, secret });
  }

  private pass(call: IncomingMessage, response: ServerResponse): void {
    const accountId = String(call.headers['x-local-account']);
    const address = this.routes.get(accountId);
    const fail = (message: string) => {
      response.writeHead(400, { 'Content-Type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify({ __type: 'ServiceUnavailableException', message }));
    };
    if (call.headers['x-local-secret'] !== this.secret) return fail('the secret is not that of the relay');
    if (!address) return fail(`account ${accountId} was opened without CodePipeline`);
    const headers = { ...call.headers, 'x-local-secret': address.secret };
    const passed = request(address.url, { method: call.method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, { 'Content-Type': answer.headers['content-type'] });
      answer.pipe(response);
    });
    passed.once('error', ({ message }) => fail(message));
    call.pipe(passed);
  }
}

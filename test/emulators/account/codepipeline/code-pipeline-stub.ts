import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface ForwardedCall {
  readonly operation: string;
  readonly body: unknown;
  readonly secret?: string;
  readonly caller?: string;
  readonly account?: string;
  readonly region?: string;
}

/** Stands for the local CodePipeline: keeps what it is asked, and answers what a test wants. */
export class CodePipelineStub {
  static async listen(): Promise<CodePipelineStub> {
    const stub = new CodePipelineStub();
    await new Promise<void>((resolve) => stub.server.listen(0, '127.0.0.1', resolve));
    return stub;
  }

  /** One that makes and changes pipelines, whatever they are. */
  static async listenForPipelines(): Promise<CodePipelineStub> {
    const stub = await CodePipelineStub.listen();
    stub.answers = {
      CreatePipeline: { pipeline: { name: 'own', version: 1 } },
      UpdatePipeline: { pipeline: { name: 'own', version: 2 } },
    };
    return stub;
  }

  readonly secret = 'a-secret';
  calls: ForwardedCall[] = [];

  /** What it answers, by operation; an error has a `__type`. */
  answers: Record<string, object> = {};

  private readonly server: Server = createServer((request, response) => {
    void text(request).then((body) => {
      const header = (name: string) => request.headers[name] as string | undefined;
      const operation = header('x-amz-target')?.split('.').at(-1) ?? '';
      const secret = header('x-local-secret');
      const [caller, account, region] = ['caller', 'account', 'region'].map((n) => header(`x-local-${n}`));
      this.calls.push({ operation, body: JSON.parse(body), secret, caller, account, region });
      const answer = this.answers[operation] ?? {};
      response.writeHead('__type' in answer ? 400 : 200, { 'Content-Type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify(answer));
    });
  });

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What a request says, by the names of its parameters. */
type Request = Readonly<Record<string, unknown>>;

/** Answers an operation; an error of AWS is thrown as one. */
type Answer = (request: Request) => object;

/** An error as AWS answers it. */
export class AwsRefusal extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** Stands for AWS: what the operator's commands ask is kept, and answered as a test wants. */
export class AwsStub {
  static async listen(): Promise<AwsStub> {
    const stub = new AwsStub();
    await new Promise<void>((resolve) => stub.server.listen(0, '127.0.0.1', resolve));
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${(stub.server.address() as AddressInfo).port}`,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'any-key',
      AWS_SECRET_ACCESS_KEY: 'a-secret',
    });
    return stub;
  }

  answers: Record<string, Answer> = {};

  /** Operations that were called, with what they were asked, oldest first. */
  calls: { readonly operation: string; readonly region?: string; readonly request: Request }[] = [];

  private readonly server: Server = createServer((request, response) => void this.serve(request, response));

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(message);
    const target = message.headers['x-amz-target'] as string | undefined;
    const request = (target ? JSON.parse(body) : Object.fromEntries(new URLSearchParams(body))) as Request;
    const operation = target?.split('.').at(-1) ?? String(request.Action);
    // The signature says for which region it is (IAM User Guide, "Elements of an AWS API request signature").
    const region = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(message.headers.authorization ?? '')?.[1];
    this.calls.push({ operation, region, request });
    const write = target ? writeJson : writeXml;
    try {
      const answer = this.answers[operation];
      if (!answer) throw new AwsRefusal('AccessDeniedException', `not authorized to perform: ${operation}`);
      write(response, 200, operation, answer(request));
    } catch (error) {
      const { code, message: said } = error as AwsRefusal;
      write(
        response,
        400,
        operation,
        target ? { __type: code, message: said } : { Code: code, Message: said },
      );
    }
  }
}

function writeJson(response: ServerResponse, status: number, _operation: string, answer: object): void {
  response.writeHead(status, { 'Content-Type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify(answer));
}

/** The query protocol, in which CloudFormation answers. */
function writeXml(response: ServerResponse, status: number, operation: string, answer: object): void {
  const result = `<${operation}Result>${xml(answer)}</${operation}Result>`;
  const whole =
    status === 200
      ? `<${operation}Response>${result}</${operation}Response>`
      : `<ErrorResponse><Error>${xml(answer)}</Error></ErrorResponse>`;
  response.writeHead(status, { 'Content-Type': 'text/xml' });
  response.end(whole);
}

function xml(value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => `<member>${xml(item)}</member>`).join('');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([name, item]) => `<${name}>${xml(item)}</${name}>`)
    .join('');
}

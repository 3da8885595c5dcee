import { createServer, Server } from 'node:http';
import { EventEmitter, once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { json, text } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { AwsV4Signer } from 'aws4fetch';
import { Credentials, LocalAccount } from '../local-account';

const MAX_MILLISECONDS = 20_000;

/** A message as it reaches whoever has subscribed to a topic. */
export interface Received {
  readonly subject?: string;
  readonly text: string;
}

/** What SNS sends to an HTTP endpoint ("Parsing Amazon SNS message formats", Amazon SNS Developer Guide). */
interface Delivery {
  readonly Type: 'SubscriptionConfirmation' | 'Notification';
  readonly Token?: string;
  readonly Subject?: string;
  readonly Message: string;
}

/** An address on this machine that has subscribed to a topic, as a chat's would. */
export class TopicSubscriber {
  static async subscribe(account: LocalAccount, topicArn: string): Promise<TopicSubscriber> {
    const subscriber = new TopicSubscriber();
    subscriber.server.listen(0, '127.0.0.1');
    await once(subscriber.server, 'listening');
    const { port } = subscriber.server.address() as AddressInfo;
    const confirmation = once(subscriber.events, 'token');
    await callSns(account, 'Subscribe', {
      TopicArn: topicArn,
      Protocol: 'http',
      Endpoint: `http://127.0.0.1:${port}/`,
    });
    const [Token] = (await confirmation) as [string];
    await callSns(account, 'ConfirmSubscription', { TopicArn: topicArn, Token });
    return subscriber;
  }

  /** All that has come, in the order in which it came. */
  readonly received: Received[] = [];

  private readonly events = new EventEmitter();
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => {
      void json(request).then((body) => {
        this.take(body as Delivery);
        response.end();
      });
    });
  }

  /**
   * Waits for the first message from there on that says this, and returns it.
   *
   * @throws Error with all that came, if none does
   */
  async hears(what: RegExp, from = 0): Promise<Received> {
    const deadline = AbortSignal.timeout(MAX_MILLISECONDS);
    for (;;) {
      const found = this.received.slice(from).find((message) => what.test(message.text));
      if (found) return found;
      await once(this.events, 'message', { signal: deadline }).catch(() => {
        const all = this.received.slice(from).map((message) => message.text);
        throw new Error(`the topic said ${JSON.stringify(all)}, expected a message like ${String(what)}`);
      });
    }
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private take({ Type, Token, Subject, Message }: Delivery): void {
    if (Type === 'SubscriptionConfirmation') this.events.emit('token', Token);
    else {
      this.received.push({ subject: Subject, text: Message });
      this.events.emit('message');
    }
  }
}

/**
 * Calls an operation of SNS, as the account's root unless said otherwise; returns its answer.
 *
 * @throws Error with what SNS says when it refuses
 */
export async function callSns(
  account: LocalAccount,
  Action: string,
  parameters: Readonly<Record<string, string>>,
  credentials: Credentials = account.root,
): Promise<string> {
  const body = new URLSearchParams({ Action, Version: '2010-03-31', ...parameters }).toString();
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
  const { endpoint, region } = account;
  const signer = new AwsV4Signer({
    url: `${endpoint}/`,
    headers,
    body,
    service: 'sns',
    region,
    ...credentials,
  });
  const signed = await signer.sign();
  const { protocol, hostname, port } = signed.url;
  const { requestHandler } = account.sdk();
  const { response } = await requestHandler.handle({
    method: 'POST',
    protocol,
    hostname,
    port: Number(port),
    path: '/',
    query: {},
    headers: Object.fromEntries(signed.headers),
    body,
  } as Parameters<typeof requestHandler.handle>[0]);
  const answer = await text(response.body as Readable);
  if (response.statusCode === 200) return answer;
  throw new Error(`${Action}: ${/<Message>([^<]*)</.exec(answer)?.[1] ?? answer}`);
}

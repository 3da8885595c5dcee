import { once } from 'node:events';
import { createServer, Server } from 'node:http';
import { AddressInfo, connect, Socket } from 'node:net';
import { LocalAccount } from '../../emulators/account/local-account';

/**
 * The way from AWS's own host names to the local account.
 *
 * It is an HTTPS proxy, so that whatever uses AWS keeps AWS's addresses: what is rehearsed is what will run.
 * It leads nowhere else, so no request leaves this machine.
 */
export class AwsGateway {
  static async listen({ endpoint }: LocalAccount): Promise<AwsGateway> {
    const server = createServer();
    const sockets = new Set<Socket>();
    server.on('connect', ({ url = '' }, socket: Socket, head: Buffer) => {
      socket.on('error', () => socket.destroy());
      if (!/^[a-z0-9.-]+\.amazonaws\.com:443$/.test(url)) {
        socket.end(`HTTP/1.1 403 ${url} is not AWS\r\n\r\n`);
        return;
      }
      const upstream = connect(Number(new URL(endpoint).port), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        upstream.write(head);
        upstream.pipe(socket).pipe(upstream);
      });
      upstream.on('error', () => socket.destroy());
      socket.on('close', () => upstream.destroy());
      for (const end of [socket, upstream]) {
        sockets.add(end);
        end.once('close', () => sockets.delete(end));
      }
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new AwsGateway(server, sockets);
  }

  /** What `HTTPS_PROXY` has to be. */
  readonly url: string;

  private constructor(
    private readonly server: Server,
    private readonly sockets: ReadonlySet<Socket>,
  ) {
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }
}

import { createServer } from 'node:net';
import { AccountError } from '../account-error';

/**
 * A port of 127.0.0.1 on which nothing listens.
 *
 * @param wanted The only port that will do. @default - any
 * @throws AccountError when that port is taken
 */
export function freePort(wanted = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        new AccountError(
          `port ${wanted} of 127.0.0.1 cannot be opened (${error.code}), expected a free one: end what listens there, or leave the port out`,
        ),
      );
    });
    server.listen(wanted, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : wanted));
    });
  });
}

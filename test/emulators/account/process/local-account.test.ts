import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import { AddressInfo, connect, createServer } from 'node:net';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AccountError } from '../../../../emulators/account/account-error';
import { LocalAccount } from '../../../../emulators/account/local-account';
import { DIRECTORY, ROOT } from '../../support/paths';
import { refusalOf } from '../support/refusal-of';
import { START_TIMEOUT } from '../support/open-account';
import { startProcess } from './start-process';

jest.setTimeout(START_TIMEOUT);

/** Whether an account answers at an endpoint. */
function answers(endpoint: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(endpoint).port), '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** Process ids of accounts that listen at an endpoint. */
function processes(endpoint: string): string[] {
  const port = `GATEWAY_PORT=${new URL(endpoint).port}`;
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((id) => {
      try {
        return fs.readFileSync(`/proc/${id}/environ`, 'utf8').split('\0').includes(port);
      } catch {
        return false; // it has ended, or is another user's
      }
    });
}

/** Addresses that a process listens on, in hexadecimal digits. */
function listening(id: string): string[] {
  const sockets = fs.readdirSync(`/proc/${id}/fd`).map((fd) => fs.readlinkSync(`/proc/${id}/fd/${fd}`));
  return ['tcp', 'tcp6']
    .flatMap((protocol) => fs.readFileSync(`/proc/${id}/net/${protocol}`, 'utf8').split('\n'))
    .map((line) => line.trim().split(/\s+/))
    .filter((columns) => columns[3] === '0A' && sockets.includes(`socket:[${columns[9]}]`))
    .map((columns) => columns[1]);
}

async function ended(endpoint: string): Promise<boolean> {
  for (let waited = 0; waited < 5_000; waited += 50) {
    if (!(await answers(endpoint)) && processes(endpoint).length === 0) return true;
    await sleep(50);
  }
  return false;
}

// Who runs and listens is read from /proc.
const describeOnLinux = process.platform === 'linux' ? describe : describe.skip;

describeOnLinux('the process of an account', () => {
  test(
    'ends when it is stopped',
    async () => {
      const account = await startProcess('local-account');
      expect(processes(account.endpoint)).toHaveLength(1);
      await account.stop();
      expect(await answers(account.endpoint)).toBe(false);
      expect(processes(account.endpoint)).toEqual([]);
      await account.stop();
    },
    START_TIMEOUT,
  );

  test.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)(
    'ends with the process that started it (%s)',
    async (signal) => {
      const { child, endpoint } = await startInAnotherProcess();
      expect(processes(endpoint)).toHaveLength(1);
      child.kill(signal);
      expect(await ended(endpoint)).toBe(true);
    },
    START_TIMEOUT,
  );

  test(
    'does not hold up the process that started it, when it is told so',
    async () => {
      const { child, endpoint } = await startInAnotherProcess('unref');
      if (child.exitCode === null) await once(child, 'exit');
      expect(child.exitCode).toBe(0);
      expect(await ended(endpoint)).toBe(true);
    },
    START_TIMEOUT,
  );

  test('listens on 127.0.0.1 only, and leaves no compiled files in the checkout', async () => {
    const account = await startProcess('local-account');
    try {
      const [id] = processes(account.endpoint);
      const port = Number(new URL(account.endpoint).port).toString(16).toUpperCase().padStart(4, '0');
      expect(listening(id)).toEqual([`0100007F:${port}`]);
      expect(fs.existsSync(path.join(ROOT, 'emulators/account/server/__pycache__'))).toBe(false);
    } finally {
      await account.stop();
    }
  });
});

describe('an account', () => {
  test('gives a root whose secret is new each time, and does not take that of another account', async () => {
    const [one, two] = [await startProcess('local-account'), await startProcess('local-account-2')];
    try {
      expect(one.root.secretAccessKey).not.toBe(two.root.secretAccessKey);
      const stranger = new STSClient(one.sdk(two.root));
      await expect(stranger.send(new GetCallerIdentityCommand({}))).rejects.toThrow('signature');
    } finally {
      await Promise.all([one.stop(), two.stop()]);
    }
  });

  test('tells child processes its address and their credentials, and nothing of the user', async () => {
    const account = await startProcess('local-account');
    await account.stop();
    const proxied = account.env({ accessKeyId: 'id', secretAccessKey: 'secret' });
    expect(proxied).toMatchObject({
      AWS_ACCESS_KEY_ID: 'id',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_SESSION_TOKEN: '',
      AWS_ENDPOINT_URL: account.endpoint,
      AWS_REGION: 'eu-west-1',
      AWS_DEFAULT_REGION: 'eu-west-1',
      NO_PROXY: expect.stringMatching(/^127\.0\.0\.1(,|$)/) as string,
    });
    expect(fs.existsSync(proxied.NODE_EXTRA_CA_CERTS)).toBe(true);
  });

  test('rejects a port that is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const start = LocalAccount.start({ directory: DIRECTORY, name: 'tests/local-account', port });
    await expect(start).rejects.toThrow(
      new AccountError(
        `port ${port} of 127.0.0.1 cannot be opened (EADDRINUSE), expected a free one: end what listens there, or leave the port out`,
      ),
    );
    server.close();
  });

  test('rejects a file of certificates that is missing', async () => {
    const before = process.env.SSL_CERT_FILE;
    process.env.SSL_CERT_FILE = '/missing.pem';
    try {
      expect(await refusalOf(startProcess('local-account'))).toMatch(
        /^AccountError: SSL_CERT_FILE is \/missing.pem, expected a file of certificates/,
      );
    } finally {
      if (before === undefined) delete process.env.SSL_CERT_FILE;
      else process.env.SSL_CERT_FILE = before;
    }
  });
});

/** Starts an account in a process of its own, which prints where it is and then waits. */
async function startInAnotherProcess(...args: string[]): Promise<{ child: ChildProcess; endpoint: string }> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', path.join(__dirname, 'account-holder.ts'), ...args],
    {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const [output] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, endpoint: output.toString().trim() };
}

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { AddressInfo, createServer } from 'node:net';
import * as path from 'node:path';
import { bringBackChecks } from '../source/checks';
import { AnotherCheckout } from './another-checkout';
import { StartOptions } from './rehearsal-process';

/** Nothing listens on port 9, which was once for discarding what is sent. */
const NO_REGISTRY = 'http://127.0.0.1:9/';

/** What a rehearsal calls before it needs Python. */
const PROGRAMS = ['env', 'git', 'node', 'npm', 'sh'];

const OWN_NAMESPACE = ['unshare', '--mount', '--map-root-user'];

/** Something that a workstation lacks, and what is said about it. */
export interface BadWorkstation {
  readonly lack: string;
  readonly says: RegExp;

  /** Whether it takes a disk of its own, which not every container lets its users mount. */
  readonly needsMount?: boolean;

  /** Makes it so, and returns how to start there. */
  prepare(checkout: AnotherCheckout): Promise<StartOptions>;
}

export const BAD_WORKSTATIONS: readonly BadWorkstation[] = [
  {
    lack: 'no Python',
    says: /there is no python3 .*expected 3\.11 or newer: install it/,
    prepare: async (checkout) => ({ env: { PATH: await programs(checkout) } }),
  },
  {
    lack: 'an old Python',
    says: /python3 is Python 3\.8\.10, expected 3\.11 or newer: install it/,
    prepare: async (checkout) => {
      const PATH = await programs(checkout);
      await fs.writeFile(path.join(PATH, 'python3'), '#!/bin/sh\necho Python 3.8.10\n', { mode: 0o755 });
      return { env: { PATH } };
    },
  },
  {
    lack: "no registry for Python's packages",
    says: /Python packages could not be installed[^]*check the network and pip's configuration/,
    prepare: () => Promise.resolve({ env: { PIP_INDEX_URL: NO_REGISTRY, PIP_CONFIG_FILE: '/dev/null' } }),
  },
  {
    lack: "no registry for a build's packages",
    says: /Build › Synth failed[^]*npm does not reach its registry[^]*check the network/,
    prepare: async (checkout) => {
      await checkout.usePackages();
      await bringBackChecks(checkout.tree);
      await checkout.tree.append('.npmrc', 'fetch-retries=0');
      return { env: { npm_config_registry: NO_REGISTRY } };
    },
  },
  {
    lack: 'a port that is taken',
    says: /port \d+ of 127\.0\.0\.1 cannot be opened \(EADDRINUSE\), expected a free one/,
    prepare: async (checkout) => {
      await checkout.usePackages();
      return { args: ['--port', String(await takenPort())] };
    },
  },
  {
    lack: 'a `.rehearsal/` that is read-only',
    says: /\.rehearsal cannot be written \((EROFS|EACCES)\), expected a folder that you may write/,
    needsMount: true,
    prepare: () => Promise.resolve({ under: onDisk('ro,size=1m') }),
  },
  {
    lack: 'a disk that is full',
    says: /the disk of .*\.rehearsal has 0 MB free, expected at least \d+: free some/,
    needsMount: true,
    prepare: () => Promise.resolve({ under: onDisk('size=64k') }),
  },
];

/** A folder with the programs that a rehearsal calls, and no Python. */
async function programs(checkout: AnotherCheckout): Promise<string> {
  const folder = path.join(checkout.rehearsal, 'programs');
  await fs.rm(folder, { recursive: true, force: true });
  await fs.mkdir(folder);
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  for (const program of PROGRAMS) {
    const found = folders.map((name) => path.join(name, program)).find(existsSync);
    if (!found) throw new Error(`there is no ${program} on PATH, expected one: install it`);
    await fs.symlink(await fs.realpath(found), path.join(folder, program));
  }
  return folder;
}

/** A port on which another server listens, until this process ends. */
function takenPort(): Promise<number> {
  const server = createServer().unref();
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

/**
 * Starts with `.rehearsal/` on a disk of its own, in a mount namespace that no other process sees.
 *
 * A user may do that where the kernel lets them have a user namespace, as Debian's does.
 */
function onDisk(options: string): string[] {
  const mount = `mount -t tmpfs -o ${options} tmpfs .rehearsal && exec "$@"`;
  return [...OWN_NAMESPACE, 'sh', '-c', mount, 'sh'];
}

/** Whether this workstation lets its user mount a disk in a namespace of their own. */
export function canMount(): boolean {
  const [command, ...args] = OWN_NAMESPACE;
  return spawnSync(command, [...args, 'true']).status === 0;
}

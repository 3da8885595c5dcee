import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { describeWith } from '../with-programs';

const EXAMPLE = path.join(__dirname, '..', '..', 'examples', 'sample-image');

/** podman, which puts an image into a folder instead of a registry. */
const ENGINE = `#!/bin/bash
[ "$1" != push ] || exec podman push --quiet "$2" dir:pushed
exec podman "$@"
`;

// A machine that is busy elsewhere answers late.
jest.setTimeout(30_000);

let directory: string;

beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'sample-image-'));
  fs.cpSync(EXAMPLE, directory, { recursive: true });
  const storage = path.join(directory, 'storage');
  fs.mkdirSync(storage);
  const settings = { driver: 'vfs', graphroot: `${storage}/images`, runroot: `${storage}/run` };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = "${value}"`);
  fs.writeFileSync(path.join(storage, 'storage.conf'), ['[storage]', ...lines, ''].join('\n'));
  fs.writeFileSync(path.join(storage, 'engine'), ENGINE, { mode: 0o755 });
  fs.writeFileSync(path.join(directory, '.gitignore'), '/storage\n/pushed\n.env\n');
  for (const folder of ['.', 'content']) fs.writeFileSync(path.join(directory, folder, '.env'), 'SECRET=1');
});
afterEach(() => fs.rmSync(directory, { recursive: true }));

async function run(command: string, ...args: string[]): Promise<string> {
  const env = {
    ...process.env,
    CONTAINERS_STORAGE_CONF: path.join(directory, 'storage', 'storage.conf'),
    XDG_RUNTIME_DIR: path.join(directory, 'storage', 'run'),
    // No container is run for a build of files, so neither namespaces nor a runtime are needed.
    BUILDAH_ISOLATION: 'chroot',
  };
  return (await promisify(execFile)(command, args, { cwd: directory, env })).stdout;
}

/** What is in the image that `make docker-push` pushes. */
async function pushedFiles(...args: string[]): Promise<string[]> {
  const git = (...of: string[]) => run('git', '-c', 'user.name=D', '-c', 'user.email=d@example.com', ...of);
  await git('init', '--quiet', '--initial-branch=feature');
  await git('add', '--all');
  await git('commit', '--quiet', '--message=Begin');
  const engine = `ENGINE=${path.join(directory, 'storage', 'engine')}`;
  await run('make', 'docker-push', engine, 'DEFAULT_BRANCH=main', ...args);
  const layers = fs.readdirSync(path.join(directory, 'pushed')).filter((name) => /^[0-9a-f]{64}$/.test(name));
  const files = await Promise.all(
    layers.map((layer) => run('tar', '--list', '--file', `pushed/${layer}`).catch(() => '')),
  );
  return files.join('').split('\n').filter(Boolean);
}

const LISTS = [
  ['what the example lists', '*\n!content\n'],
  ['a list with the line ends of Windows', '*\r\n!content\r\n'],
  ['a list of what is left out', '.git\nREADME.md\n'],
  ['a list whose paths begin at the root', '*\n!/content\n'],
  ['no list', ''],
];

describeWith('make')('make docker-push', () => {
  describeWith('podman')('with podman', () => {
    test.each(LISTS)('leaves out what git ignores with %s in .dockerignore', async (_, list) => {
      fs.writeFileSync(path.join(directory, '.dockerignore'), list);
      expect(await pushedFiles()).toEqual(['greeting.txt']);
    });

    test('takes it with DIRTY=1', async () => {
      fs.writeFileSync(path.join(directory, '.dockerignore'), '*\n!content\n');
      expect(await pushedFiles('DIRTY=1')).toEqual(['.env', 'greeting.txt']);
    });
  });
});

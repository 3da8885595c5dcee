import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { CONSOLE_DOMAINS } from '../../lib/console/domains';
import { regionOf } from '../lib/partitions';
import { describeWith } from '../with-programs';

const EXAMPLE = path.join(__dirname, '..', '..', 'examples', 'sample-image');
const ARN = 'arn:aws:ecr:eu-west-1:111111111111:repository/slipway/sample-image/development';

/** Docker's builder is not on every machine that runs these tests: this one records what it is asked, and its context. */
const DOCKER = `#!/bin/bash
echo "$*" >> docker.log
[ "$1" != build ] || (cd "\${@: -1}" && grep --recursive --no-messages '' content Dockerfile) > context.log || true
`;

// A machine that is busy elsewhere answers late.
jest.setTimeout(30_000);

let directory: string;

beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'sample-image-'));
  fs.cpSync(EXAMPLE, directory, { recursive: true });
  fs.mkdirSync(path.join(directory, 'bin'));
  writeProgram('docker', DOCKER);
});
afterEach(() => fs.rmSync(directory, { recursive: true }));

function run(command: string, args: string[], env: Record<string, string> = {}): Promise<{ stdout: string }> {
  const PATH = `${path.join(directory, 'bin')}:${process.env.PATH}`;
  return promisify(execFile)(command, args, { cwd: directory, env: { ...process.env, PATH, ...env } });
}

function writeProgram(name: string, text: string): void {
  fs.writeFileSync(path.join(directory, 'bin', name), text, { mode: 0o755 });
}

/** A name with the hash that git has for it, as one with its length before it. */
function withHash(changed: string, name: string): string {
  const blob = `blob ${Buffer.byteLength(name)}\0${name}`;
  return `${changed}-${createHash('sha1').update(blob).digest('hex').slice(0, 8)}`;
}

test.each(Object.keys(CONSOLE_DOMAINS))(
  'registry.sh names an image of %s by its registry',
  async (partition) => {
    const { name, domainSuffix } = regionOf(partition);
    const arn = `arn:${partition}:ecr:${name}:111111111111:repository/slipway/sample-image/development`;
    expect((await run('./registry.sh', ['image', 'x'], { AWS_ECR_REGISTRY_ARN: arn })).stdout).toBe(
      `111111111111.dkr.ecr.${name}.${domainSuffix}/slipway/sample-image/development:x\n`,
    );
  },
);

const tagOf = async (branch: string) => (await run('./registry.sh', ['tag', branch])).stdout.trim();

test.each(['feature-search', 'Feature-Search', '1.x', '_', 'a'.repeat(128)])(
  'the branch %s is a tag as it is',
  async (branch) => {
    expect(await tagOf(branch)).toBe(branch);
  },
);

test.each([
  ['feature/search', 'feature-search'],
  ['dependabot/npm_and_yarn/a@1', 'dependabot-npm_and_yarn-a-1'],
  ['a'.repeat(200), 'a'.repeat(119)],
  ['#1', '1'],
  ['größe', 'gr----e'],
  ['修正', 'branch'],
  ['$(touch${IFS}x);`y`', 'touch--IFS-x---y-'],
])('the branch %s becomes a tag with a hash of it', async (branch, changed) => {
  expect(await tagOf(branch)).toBe(withHash(changed, branch));
});

test('no two branches have one tag, and every one has one', async () => {
  const long = 'a'.repeat(128);
  const branches = ['fix/login', 'fix-login', 'fix@login', 'Fix/login', 'fix-/login', 'fix/-login'];
  branches.push(`${long}b`, `${long}c`, `${long}/b`, long, '修正', '修訂', '#1', '1', '#1/', '-', '.', '/');
  const tags = await Promise.all(branches.map(tagOf));
  expect(new Set(tags).size).toBe(branches.length);
  // OCI Distribution Specification, "Pulling manifests".
  for (const tag of tags) expect(tag).toMatch(/^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/);
});

test("registry.sh takes a job that names its stage's environment", async () => {
  const { stdout } = await run('./registry.sh', ['expect', 'development'], { AWS_ECR_REGISTRY_ARN: ARN });
  expect(stdout).toBe('');
});

test.each([
  [
    'an invalid ARN',
    ['image', 'x'],
    { AWS_ECR_REGISTRY_ARN: 'nowhere' },
    /is 'nowhere', expected arn:aws:ecr/,
  ],
  [
    'a partition whose domain it does not know',
    ['image', 'x'],
    { AWS_ECR_REGISTRY_ARN: ARN.replace(':aws:', ':aws-iso:') },
    /of partition 'aws-iso', expected aws,/,
  ],
  ['no ARN', ['digest', 'x'], { AWS_ECR_REGISTRY_ARN: '' }, /is '', expected arn:aws:ecr/],
  [
    'a job that names no environment',
    ['expect', 'release'],
    { AWS_ECR_REGISTRY_ARN: '' },
    /is '', expected the ARN of a repository that ends in \/release:[^]*variable RELEASE_ENVIRONMENT names/,
  ],
  [
    "a job that names another stage's environment",
    ['expect', 'release'],
    { AWS_ECR_REGISTRY_ARN: ARN },
    /\/development', expected the ARN of a repository that ends in \/release/,
  ],
  ['no branch', ['tag', ''], {}, /on no branch, expected one.*say TAG=/],
  ['an unknown command', ['pull'], { AWS_ECR_REGISTRY_ARN: ARN }, /'pull' is no command, expected one of/],
  [
    'an archive that does not exist, in place of a digest of nothing',
    ['archive-digest', 'image.tar'],
    {},
    /no such file|not found/i,
  ],
  ['a command without its argument', ['push', 'image.tar'], { AWS_ECR_REGISTRY_ARN: ARN }, /expected one of/],
])('registry.sh rejects %s', async (_, args, env, message) => {
  await expect(run('./registry.sh', args, env)).rejects.toThrow(message);
});

describeWith('make')('make builds an archive', () => {
  test('an archive that Docker builds holds provenance and SBOM in its index', async () => {
    await run('make', ['image.tar', 'TAG=x']);
    expect(fs.readFileSync(path.join(directory, 'docker.log'), 'utf8')).toBe(
      'buildx build --provenance=mode=max --sbom=true --output type=oci,dest=image.tar .\n',
    );
  });
});

describeWith('make')('make in a repository', () => {
  const git = (...args: string[]) =>
    run('git', ['-c', 'user.name=Developer', '-c', 'user.email=developer@example.com', ...args]);
  const pushed = () => fs.readFileSync(path.join(directory, 'docker.log'), 'utf8');

  beforeEach(async () => {
    const ours = '/bin\n/docker.log\n/context.log\n/origin.git\n';
    fs.appendFileSync(path.join(directory, '.gitignore'), ours);
    await run('git', ['init', '--quiet', '--bare', '--initial-branch=main', 'origin.git']);
    await git('init', '--quiet', '--initial-branch=main');
    await git('remote', 'add', 'origin', 'origin.git');
    await git('add', '--all');
    await git('commit', '--quiet', '--message=Begin');
    await git('push', '--quiet', 'origin', 'main');
  });

  test.each([
    ['x$(touch${IFS}pwned)', 'x--touch--IFS-pwned-'],
    ['x`touch${IFS}pwned`', 'x-touch--IFS-pwned-'],
    ['x;touch${IFS}pwned', 'x-touch--IFS-pwned'],
    ['x";touch${IFS}pwned;"', 'x--touch--IFS-pwned--'],
    ["x';touch${IFS}pwned;'", 'x--touch--IFS-pwned--'],
    ['x$(shell${IFS}touch${IFS}pwned)', 'x--shell--IFS-touch--IFS-pwned-'],
    ['x,master)', 'x-master-'],
    ['#1', '1'],
  ])('docker-push takes the branch %s for a name and not for a command', async (branch, changed) => {
    await git('checkout', '--quiet', '-b', branch);
    await run('make', ['docker-push']);
    expect(pushed()).toMatch(new RegExp(`^push [^ ]*/development:${withHash(changed, branch)}$`, 'm'));
    expect(fs.readdirSync(directory)).not.toContain('pwned');
  });

  test('docker-pull pulls what docker-push of the same branch has pushed', async () => {
    await git('checkout', '--quiet', '-b', 'fix/login');
    await run('make', ['docker-push']);
    await run('make', ['docker-pull']);
    const [, push, pull] = pushed().trim().split('\n');
    expect(pull).toBe(push.replace('push', 'pull'));
  });

  test('docker-push builds what the commit holds, whatever git was told to overlook', async () => {
    await git('checkout', '--quiet', '-b', 'feature');
    const [greeting, dockerfile] = ['content/greeting.txt', 'Dockerfile'];
    const committed = fs.readFileSync(path.join(directory, greeting), 'utf8').trim();
    await git('update-index', '--assume-unchanged', greeting);
    fs.writeFileSync(path.join(directory, greeting), 'Not committed');
    await git('update-index', '--skip-worktree', dockerfile);
    fs.rmSync(path.join(directory, dockerfile));
    await run('make', ['docker-push']);
    const context = fs.readFileSync(path.join(directory, 'context.log'), 'utf8');
    expect(context).toContain(`${greeting}:${committed}`);
    expect(context).toContain(`${dockerfile}:FROM`);
    expect(pushed()).toMatch(/^build .*\.git\/image\./m);
    expect(fs.readdirSync(path.join(directory, '.git')).join(' ')).not.toContain('image.');
    await run('make', ['docker-push', 'DIRTY=1']);
    expect(fs.readFileSync(path.join(directory, 'context.log'), 'utf8')).toContain('Not committed');
  });

  test("docker-push builds what the commit holds of the Makefile's folder", async () => {
    await git('checkout', '--quiet', '-b', 'feature');
    fs.mkdirSync(path.join(directory, 'sub'));
    const kit = ['.dockerignore', 'Dockerfile', 'Makefile', 'content', 'registries.mk', 'registry.sh'];
    await git('mv', ...kit, 'sub');
    await git('commit', '--quiet', '--message=Move');
    await run('make', ['--directory=sub', 'docker-push']);
    const context = fs.readFileSync(path.join(directory, 'sub', 'context.log'), 'utf8');
    expect(context).toMatch(/^content\/greeting\.txt:[^]*^Dockerfile:FROM/m);
  });

  test('docker-push builds with the line ends of the commit, whatever git is configured to write', async () => {
    await git('checkout', '--quiet', '-b', 'feature');
    await git('config', 'core.autocrlf', 'true');
    await run('make', ['docker-push']);
    expect(fs.readFileSync(path.join(directory, 'context.log'), 'utf8')).not.toContain('\r');
  });

  test("git keeps Windows' line ends out of what bash and make read, though it is configured to write them", async () => {
    await git('config', 'core.autocrlf', 'true');
    for (const name of ['Dockerfile', 'Makefile', 'registries.mk', 'registry.sh']) {
      fs.rmSync(path.join(directory, name));
      await git('checkout', '--quiet', '--', name);
      const text = fs.readFileSync(path.join(directory, name), 'utf8');
      expect([name, text.includes('\r')]).toEqual([name, name === 'Dockerfile']);
    }
  });

  test.each(['HUP', 'INT', 'TERM'])(
    'docker-push that SIG%s ends pushes nothing, and leaves nothing',
    async (signal) => {
      await git('checkout', '--quiet', '-b', 'feature');
      writeProgram(
        'docker',
        `#!/bin/bash\necho "$*" >> docker.log\n[ "$1" != build ] || kill -${signal} $PPID\n`,
      );
      await expect(run('make', ['docker-push'])).rejects.toThrow();
      expect(pushed()).toMatch(/^build [^\n]*\n$/);
      expect(fs.readdirSync(path.join(directory, '.git')).join(' ')).not.toContain('image.');
    },
  );

  test('docker-push finds what is not committed, whatever git is configured to show', async () => {
    await git('checkout', '--quiet', '-b', 'feature');
    await git('config', 'status.showUntrackedFiles', 'no');
    fs.writeFileSync(path.join(directory, 'content', 'image.tar'), 'not that of the Makefile');
    await expect(run('make', ['docker-push'])).rejects.toThrow(
      /not committed[^]*content\/image\.tar[^]*DIRTY=1/,
    );
    await run('make', ['docker-push', 'DIRTY=1']);
  });

  test.each([
    ['on the default branch', ['checkout', '--quiet', 'main'], [], /you are on main/],
    [
      'where the remote does not say its default branch',
      ['remote', 'set-url', 'origin', 'nowhere.git'],
      [],
      /origin does not say.*: say DEFAULT_BRANCH=NAME/,
    ],
    [
      'on the branch that was said to be the default one',
      ['checkout', '--quiet', '-b', 'trunk'],
      ['DEFAULT_BRANCH=trunk'],
      /you are on trunk/,
    ],
    ['on no branch', ['checkout', '--quiet', '--detach'], [], /on no branch.*say TAG=/],
    [
      'elsewhere than to Development',
      ['checkout', '--quiet', '-b', 'x'],
      ['STAGE=RELEASE'],
      /only workflows push/,
    ],
  ])('docker-push pushes nothing %s', async (_, checkout, args, message) => {
    await git(...checkout);
    const { message: said } = await run('make', ['docker-push', ...args]).then(
      () => new Error('pushed'),
      (error: Error) => error,
    );
    expect(said).toMatch(message);
    // The commands of the script are of no help to a user who called make.
    expect(said).not.toContain('registry.sh login');
    expect(pushed).toThrow();
  });
});

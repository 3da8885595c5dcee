import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

const SCRIPT = path.join(__dirname, '..', '..', 'examples', 'sample-image', 'registry.sh');
const ARN = 'arn:aws:ecr:eu-west-1:111111111111:repository/slipway/sample-image/master';

/** An AWS CLI that prints the digest of a tag from a file of the tag's name. */
const AWS = `#!/bin/bash
for word; do case $word in imageTag=*) cat "tags/\${word#imageTag=}" 2>/dev/null || echo None; esac; done
`;

/** A skopeo for which the digest of an archive is what its file holds, and that records copies. */
const SKOPEO = `#!/bin/bash
if [ "$1" = inspect ]; then cat "\${3#oci-archive:}"; else echo "\${@: -1}" >> copied; fi
`;

let directory: string;

beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'registry-'));
  for (const folder of ['bin', 'tags']) fs.mkdirSync(path.join(directory, folder));
  fs.writeFileSync(path.join(directory, 'bin', 'aws'), AWS, { mode: 0o755 });
  fs.writeFileSync(path.join(directory, 'bin', 'skopeo'), SKOPEO, { mode: 0o755 });
  fs.writeFileSync(path.join(directory, 'image.tar'), 'ours');
});
afterEach(() => fs.rmSync(directory, { recursive: true }));

function registry(...args: string[]): string {
  const env = {
    ...process.env,
    PATH: `${path.join(directory, 'bin')}:${process.env.PATH}`,
    AWS_ECR_REGISTRY_ARN: ARN,
  };
  return execFileSync(SCRIPT, args, { cwd: directory, env, encoding: 'utf8' }).trim();
}

/** Gives a tag to an image: to the one of the archive, or to another. */
function tag(name: string, digest = 'sha256:another'): void {
  fs.writeFileSync(path.join(directory, 'tags', name), digest);
}

function copied(): string | undefined {
  const file = path.join(directory, 'copied');
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim().split(':').at(-1) : undefined;
}

test('an image takes the first tag that is free', () => {
  registry('push', 'image.tar', 'commit', 'commit-1');
  expect(copied()).toBe('commit');
});

test('an image that was built again takes the next tag, and leaves the first one as it is', () => {
  tag('commit');
  registry('push', 'image.tar', 'commit', 'commit-2');
  expect(copied()).toBe('commit-2');
});

test.each(['commit', 'commit-2'])('an image that has the tag %s is not pushed again', (its) => {
  tag('commit');
  tag(its, registry('archive-digest', 'image.tar'));
  expect(registry('push', 'image.tar', 'commit', 'commit-2')).toContain(`${its} is there already`);
  expect(copied()).toBeUndefined();
});

test('an image whose tags are all taken is pushed under the last, and the registry decides', () => {
  tag('branch');
  registry('push', 'image.tar', 'branch');
  expect(copied()).toBe('branch');
});

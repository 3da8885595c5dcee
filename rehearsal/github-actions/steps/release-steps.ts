import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { expectEqual, expectFailure, expectMatch } from '../../observe/expect';
import { WorkflowEvent } from '../workflows/events';
import { errorOf, expectSuccess } from '../expect-run';
import { BRANCH_TAG } from './development-steps';
import { DIGEST, ImageRehearsal, REFUSED } from './image-rehearsal';

const IMMUTABLE = /already exists.*immutable/s;
const TAKEN = /is another image's: it is sha256:/;

/** What GitHub tells the workflow that a person starts on the default branch. */
function dispatch(image: ImageRehearsal, merged: string, version: string): WorkflowEvent {
  const inputs = { version, commit: '' };
  const ref = `refs/heads/${image.props.repository.defaultBranch}`;
  return { name: 'workflow_dispatch', sha: merged, ref, inputs };
}

/** A release before anything was merged, or of no version, says so. */
export async function releaseTooEarly(image: ImageRehearsal, merged: string): Promise<void> {
  const { version } = image.props.names;
  const early = await image.start('release.yml', dispatch(image, merged, version));
  expectMatch('a release before a merge', errorOf(early), /no run of Master built an image for '/);
  const bad = await image.start('release.yml', dispatch(image, merged, 'latest'));
  expectMatch('a release of no version', errorOf(bad), /version is 'latest', expected one like 1\.2\.3/);
}

/** Release copies the same digest, once it is approved; returns the digest. */
export async function release(image: ImageRehearsal, merged: string): Promise<string> {
  const { developer, names, reviews } = image.props;
  const { version } = names;
  const run = await image.start('release.yml', dispatch(image, merged, version));
  expectSuccess('the release', run);
  expectEqual('what the reviewer saw', reviews.length, 1);
  expectMatch('what the reviewer saw', reviews[0], new RegExp(`${version}.*${DIGEST.source}.*${merged}`));
  const inMaster = run?.jobs.find.outputs.digest ?? '';
  const newest = await image.registry(developer, 'Master', 'digest', `${merged}-2`);
  expectEqual('the digest that was released', inMaster, newest);
  const inRelease = await image.registry(developer, 'Release', 'digest', version);
  expectEqual('the digest in Release', inRelease, inMaster);
  expectSuccess('the release again', await image.start('release.yml', dispatch(image, merged, version)));
  return inMaster;
}

/** What was built and then exchanged is not released, nor what GitHub has deleted. */
export async function exchangeArtifact(image: ImageRehearsal, merged: string): Promise<void> {
  const { github, repository } = image.props;
  const kept = github.artifactsOf(github.newestRun('master.yml', 'success'));
  await repository.write('content/greeting.txt', 'Hello from a stranger.\n');
  await repository.make('image.tar');
  for (const name of await fs.readdir(kept)) {
    await fs.copyFile(path.join(repository.clone, 'image.tar'), path.join(kept, name, 'image.tar'));
  }
  const exchanged = await image.start('release.yml', dispatch(image, merged, '1.0.1'));
  expectMatch('the release of another image', errorOf(exchanged), /expected sha256:.*, which Master holds/);
  await fs.rm(kept, { recursive: true });
  const late = await image.start('release.yml', dispatch(image, merged, '1.0.1'));
  expectMatch('the release of what GitHub deleted', errorOf(late), /no longer keeps what run/);
}

/** A tag of Master and Release stays what it is, and the developer pushes to neither. */
export async function overwriteTags(image: ImageRehearsal, merged: string): Promise<void> {
  const { developer, names, repository } = image.props;
  const other = path.join(repository.clone, 'image.tar');
  for (const [stageName, tag] of [
    ['Master', merged],
    ['Release', names.version],
  ] as const) {
    const job = await image.pusher(stageName);
    await image.registry(job, stageName, 'login', 'podman');
    await expectFailure(image.registry(job, stageName, 'push', other, tag), TAKEN);
    const to = `docker://${image.props.registryUri(stageName)}:${tag}`;
    await expectFailure(job.run(repository.clone, 'skopeo', ['copy', `oci-archive:${other}`, to]), IMMUTABLE);
    await expectFailure(image.registry(developer, stageName, 'push', other, 'mine'), REFUSED);
  }
}

/** The end user pulls from Release, by tag and digest, and from nowhere else. */
export async function pullRelease(image: ImageRehearsal, merged: string, digest: string): Promise<void> {
  const { endUser, names, registryUri, workstations } = image.props;
  const podman = (...args: string[]) => endUser.run(workstations.folder, 'podman', args);
  const uri = registryUri('Release');
  await endUser.run(workstations.folder, 'bash', [
    '-c',
    `aws ecr get-login-password | podman login --username AWS --password-stdin ${uri.split('/')[0]}`,
  ]);
  await podman('pull', `${uri}:${names.version}`);
  await podman('pull', `${uri}@${digest}`);
  await expectFailure(podman('pull', `${registryUri('Master')}:${merged}`), REFUSED);
  await expectFailure(podman('pull', `${registryUri('Development')}:${BRANCH_TAG}`), REFUSED);
  await expectFailure(podman('push', `${uri}:${names.version}`, `${uri}:mine`), REFUSED);
}

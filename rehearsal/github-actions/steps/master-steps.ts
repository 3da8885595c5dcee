import { expectEqual, expectFailure, expectMatch } from '../../observe/expect';
import { WorkflowEvent } from '../workflows/events';
import { expectSuccess } from '../expect-run';
import { BRANCH, BRANCH_TAG } from './development-steps';
import { DIGEST, ImageRehearsal, REFUSED } from './image-rehearsal';

/** Merges the branch into the default one; returns what GitHub tells the workflows of the push. */
export async function merge(
  { props: { repository } }: ImageRehearsal,
  { changed }: WorkflowEvent,
): Promise<WorkflowEvent> {
  const { defaultBranch } = repository;
  await repository.git('checkout', '--quiet', defaultBranch);
  await repository.git('merge', '--quiet', '--ff-only', BRANCH);
  return {
    name: 'push',
    sha: await repository.push(defaultBranch),
    ref: `refs/heads/${defaultBranch}`,
    changed,
  };
}

/** The workflow of master, and who may pull and push what it pushed. */
export async function runMerge(image: ImageRehearsal, push: WorkflowEvent): Promise<void> {
  const { guest, repository } = image.props;
  expectSuccess('the merge', await image.start('master.yml', push));
  await repository.make('docker-login', 'STAGE=MASTER');
  await repository.make('docker-pull', 'STAGE=MASTER', `TAG=${push.sha}`);
  for (const stage of ['DEVELOPMENT', 'MASTER']) {
    const tag = stage === 'MASTER' ? push.sha : BRANCH_TAG;
    await guest.run(repository.clone, 'make', ['docker-login', `STAGE=${stage}`]);
    await guest.run(repository.clone, 'make', ['docker-pull', `STAGE=${stage}`, `TAG=${tag}`]);
  }
  await expectFailure(image.registry(guest, 'Master', 'push', 'image.tar', 'mine'), REFUSED);
}

/** All jobs of the merge run again, which builds another image of the same commit. */
export async function runMergeAgain(image: ImageRehearsal, push: WorkflowEvent): Promise<void> {
  const { developer, github } = image.props;
  const run = github.newestRun('master.yml', 'success');
  expectSuccess('the merge, all jobs run again', await image.start('master.yml', push, run));
  const tags = [push.sha, `${push.sha}-2`];
  const digests = await Promise.all(tags.map((tag) => image.registry(developer, 'Master', 'digest', tag)));
  for (const digest of digests) expectMatch('a digest in Master', digest, DIGEST);
  expectEqual('the different images of the commit', new Set(digests).size, 2);
}

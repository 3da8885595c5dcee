import { expectEqual, expectFailure, expectMatch } from '../../observe/expect';
import { WorkflowEvent } from '../workflows/events';
import { expectSuccess } from '../expect-run';
import { DIGEST, ImageRehearsal, REFUSED } from './image-rehearsal';

export const BRANCH = 'feature/greeting';

/** Tag of the images of the branch: what it has and a tag cannot is replaced, with a hash of the name behind it. */
export const BRANCH_TAG = 'feature-greeting-72d0b877';

/** A branch whose name is a tag, and that of the other one without its hash. */
const LIKE_BRANCH = 'feature-greeting';

/** The developer pushes an image of a branch by hand. */
export async function pushByHand({ props: { repository } }: ImageRehearsal): Promise<void> {
  await expectFailure(repository.make('docker-push'), /you are on .*, expected a branch/);
  await repository.git('checkout', '--quiet', '-b', BRANCH);
  await repository.write('content/greeting.txt', 'Hello from a branch.\n');
  await expectFailure(repository.make('docker-push'), /not committed[\s\S]*greeting\.txt[\s\S]*DIRTY=1/);
  await expectFailure(repository.make('docker-push', 'DIRTY=1'), /make docker-login/);
  await repository.make('docker-login');
  await repository.make('docker-push', 'DIRTY=1');
  await repository.commit('Greet from a branch');
  await repository.make('docker-push');
  await repository.make('docker-pull');
  await expectFailure(repository.make('docker-push', 'STAGE=MASTER'), /only workflows push/);
}

/** The developer pushes by hand the image of a branch of nearly that name, which leaves the first one's as it is. */
export async function pushLikeNamed(image: ImageRehearsal): Promise<void> {
  const { developer, repository } = image.props;
  await repository.git('checkout', '--quiet', '-b', LIKE_BRANCH);
  await repository.write('content/greeting.txt', 'Hello from another branch.\n');
  await repository.commit('Greet from another branch');
  await repository.make('docker-push');
  const tags = [BRANCH_TAG, LIKE_BRANCH];
  const digests = await Promise.all(
    tags.map((tag) => image.registry(developer, 'Development', 'digest', tag)),
  );
  for (const digest of digests) expectMatch('a digest in Development', digest, DIGEST);
  expectEqual('the different images of the branches', new Set(digests).size, 2);
  await repository.git('checkout', '--quiet', BRANCH);
}

/** Pushes the branch; returns what GitHub tells the workflows of its pull request. */
export async function openPullRequest({ props: { repository } }: ImageRehearsal): Promise<WorkflowEvent> {
  return {
    name: 'pull_request',
    sha: await repository.push(BRANCH),
    ref: 'refs/pull/1/merge',
    headRef: BRANCH,
    changed: await repository.changedSince(`origin/${repository.defaultBranch}`),
  };
}

/** The workflow of pull requests: one that changes the image, one of a fork, one that changes no image. */
export async function runPullRequests(image: ImageRehearsal, pullRequest: WorkflowEvent): Promise<void> {
  const run = await image.start('development.yml', pullRequest);
  expectSuccess('the pull request', run);
  const fork = await image.start('development.yml', { ...pullRequest, headRepository: 'stranger/fork' });
  expectEqual('the pull request of a fork', fork?.conclusion, 'skipped');
  const docs = await image.start('development.yml', { ...pullRequest, changed: ['README.md'] });
  expectEqual('a pull request that changes no image', docs, undefined);
  await image.props.repository.make('docker-pull');
}

/** What a job of a branch must not do: start the other workflows, or push to the other registries. */
export async function reachBeyondDevelopment(image: ImageRehearsal, event: WorkflowEvent): Promise<void> {
  const branch = { ...event, ref: `refs/heads/${BRANCH}` };
  const push = await image.start('master.yml', { ...branch, name: 'push' });
  expectEqual('a push to a branch', push?.conclusion, 'skipped');
  const tag = { ...event, ref: `refs/tags/${image.props.repository.defaultBranch}` };
  expectEqual('a push of a tag', await image.start('master.yml', { ...tag, name: 'push' }), undefined);
  const inputs = { version: '1.0.0', commit: '' };
  const release = await image.start('release.yml', { ...branch, name: 'workflow_dispatch', inputs });
  expectEqual('a release of a branch', release?.conclusion, 'skipped');
  const job = await image.pusher('Development');
  for (const stageName of ['Master', 'Release'] as const) {
    await image.registry(job, stageName, 'login', 'podman');
    await image.props.repository.make('image.tar');
    await expectFailure(image.registry(job, stageName, 'push', 'image.tar', 'mine'), REFUSED);
  }
}

import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import distribution from '../../../distribution.config';
import { Identity } from '../../../lib/access/permission-tables';
import { StageName } from '../../../lib/config';
import { AwsGateway } from '../../github-actions/aws-gateway';
import { environmentsOf } from '../../github-actions/environments';
import { errorOf, expectSuccess } from '../../github-actions/expect-run';
import { WorkflowEvent } from '../../github-actions/events';
import { GitHubRepository, WorkflowRun } from '../../github-actions/github-repository';
import { ImageRepository } from '../../github-actions/image-repository';
import { identityCenterDeveloper } from '../../github-actions/identity-center-developer';
import { Workstation, WorkstationProps } from '../../github-actions/workstation';
import { GitHubJob } from '../../actors/github-job';
import { GroupMember } from '../../actors/group-member';
import { nameOf } from '../../permissions/identities';
import { readRegistries } from '../../permissions/registries';
import { Rehearsal } from '../../runner/rehearsal';
import { expectEqual, expectFailure, expectMatch, Scenario } from '../scenario';
import { registryStack } from '../../../lib/names';

const BRANCH = 'feature/greeting';
const TAG = 'feature-greeting';
const VERSION = '1.0.0';
const DIGEST = /sha256:[0-9a-f]{64}/;

/** What a registry answers to somebody without the right, or without a login. */
const REFUSED = /denied|not authorized|unauthorized|403|401|no basic auth/i;
const IMMUTABLE = /already exists.*immutable/s;

/** The other half: the repository whose images are distributed, begun as a copy of the example. */
export const imageRepository: Scenario = {
  name: 'image-repository',
  summary: 'A copy of examples/sample-image: pushes by hand, a pull request, a merge, a release, an end user',
  begins: 'released',
  programs: ['aws', 'jq', 'make', 'podman', 'skopeo'],

  async run(rehearsal) {
    const gateway = await AwsGateway.listen(rehearsal.account);
    try {
      const folder = rehearsal.directory.scratch('image-repository');
      await fs.rm(folder, { recursive: true, force: true });
      await fs.mkdir(folder, { recursive: true });
      await goThrough(rehearsal, { account: rehearsal.account, gateway, folder });
    } finally {
      await gateway.close();
    }
  },
};

async function goThrough(rehearsal: Rehearsal, props: WorkstationProps): Promise<void> {
  const { account, folder } = props;
  const [image] = distribution.images;
  const registries = (await readRegistries(account)).filter((one) => one.image.name === image.name);
  const stacks = await rehearsal.stacks();
  const reviews: string[] = [];
  const environments = environmentsOf(registries, stacks, (summary) => {
    reviews.push(summary);
    return Promise.resolve(true);
  });
  const github = new GitHubRepository({ ...props, image, environments });
  const developer = await Workstation.create('developer', props);
  const endUser = await Workstation.create('end-user', props);
  const members = await rehearsal.step(
    'A developer and an end user, in the groups of their outputs',
    async () => [
      await GroupMember.create(account, 'developer', { groups: groupsOf('Developers') }),
      await GroupMember.create(account, 'end-user', { groups: groupsOf('EndUsers') }),
    ],
  );
  developer.use(members[0].credentials);
  endUser.use(members[1].credentials);

  const guest = await Workstation.create('identity-center-developer', props);
  await rehearsal.step('A developer with a role and its boundary, as Identity Center gives one', async () => {
    guest.use(await identityCenterDeveloper(account, await rehearsal.operator.accessPolicy('developers')));
  });

  const registriesMk = await rehearsal.operator.registries(image.name);
  const repository = await rehearsal.step('A copy of examples/sample-image, with its registries', () =>
    ImageRepository.create(github.remote, registriesMk, developer),
  );
  const { clone } = repository;
  const first = await repository.head();

  await rehearsal.step(
    'The developer pushes by hand: not from master, not what is not committed',
    async () => {
      await expectFailure(repository.make('docker-push'), /you are on master/);
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
    },
  );

  const head = await repository.push(BRANCH);
  const pullRequest: WorkflowEvent = {
    name: 'pull_request',
    sha: head,
    ref: 'refs/pull/1/merge',
    headRef: BRANCH,
    changed: await repository.changedSince(first),
  };
  await rehearsal.step(
    'A pull request pushes a changed image, over what its tag was; a fork pushes none',
    async () => {
      const run = await start('development.yml', pullRequest);
      expectSuccess('the pull request', run);
      const fork = await start('development.yml', { ...pullRequest, headRepository: 'somebody/fork' });
      expectEqual('the pull request of a fork', fork?.conclusion, 'skipped');
      const docs = await start('development.yml', { ...pullRequest, changed: ['README.md'] });
      expectEqual('a pull request that changes no image', docs, undefined);
      await repository.make('docker-pull');
    },
  );

  await rehearsal.step('A job of a branch gets no other role, and may not push elsewhere', async () => {
    const master = await start('master.yml', { ...pullRequest, name: 'push', ref: `refs/heads/${BRANCH}` });
    expectEqual('a push to a branch', master, undefined);
    const release = await start('release.yml', {
      ...pullRequest,
      name: 'workflow_dispatch',
      ref: `refs/heads/${BRANCH}`,
      inputs: { version: VERSION, commit: '' },
    });
    expectEqual('a release of a branch', release?.conclusion, 'skipped');
    const job = await Workstation.create('pusher-Development', props);
    const { AWS_GITHUB_ROLE_ARN } = environments.Development.secrets;
    job.use(await pusher('Development').assume(AWS_GITHUB_ROLE_ARN));
    for (const stageName of ['Master', 'Release'] as const) {
      const { AWS_ECR_REGISTRY_ARN } = environments[stageName].secrets;
      await job.run(clone, './registry.sh', ['login', 'podman'], { AWS_ECR_REGISTRY_ARN });
      await repository.make('image.tar');
      const mine = job.run(clone, './registry.sh', ['push', 'image.tar', 'mine'], { AWS_ECR_REGISTRY_ARN });
      await expectFailure(mine, REFUSED);
    }
  });

  await repository.git('checkout', '--quiet', 'master');
  await repository.git('merge', '--quiet', '--ff-only', BRANCH);
  const merged = await repository.push('master');
  const push: WorkflowEvent = {
    name: 'push',
    sha: merged,
    ref: 'refs/heads/master',
    changed: pullRequest.changed,
  };
  const dispatch = (version: string, commit = ''): WorkflowEvent => ({
    name: 'workflow_dispatch',
    sha: merged,
    ref: 'refs/heads/master',
    inputs: { version, commit },
  });

  await rehearsal.step('A release before anything was merged, or of no version, says so', async () => {
    const early = await start('release.yml', dispatch(VERSION));
    expectMatch('a release before a merge', errorOf(early), /no run of Master built an image for 'master'/);
    const bad = await start('release.yml', dispatch('latest'));
    expectMatch('a release of no version', errorOf(bad), /version is 'latest', expected one like 1\.2\.3/);
  });

  await rehearsal.step(
    'A merge pushes what was built, tagged by commit; the tag stays what it is',
    async () => {
      expectSuccess('the merge', await start('master.yml', push));
      await repository.make('docker-login', 'STAGE=MASTER');
      await repository.make('docker-pull', 'STAGE=MASTER', `TAG=${merged}`);
      for (const stage of ['DEVELOPMENT', 'MASTER']) {
        const tag = stage === 'MASTER' ? merged : TAG;
        await guest.run(clone, 'make', ['docker-login', `STAGE=${stage}`]);
        await guest.run(clone, 'make', ['docker-pull', `STAGE=${stage}`, `TAG=${tag}`]);
      }
      const AWS_ECR_REGISTRY_ARN = environments.Master.secrets.AWS_ECR_REGISTRY_ARN;
      const byGuest = guest.run(clone, './registry.sh', ['push', 'image.tar', 'mine'], {
        AWS_ECR_REGISTRY_ARN,
      });
      await expectFailure(byGuest, REFUSED);
    },
  );

  await rehearsal.step('All jobs run again build another image, which has a tag of its own', async () => {
    const run = github.newestRun('master.yml', 'success');
    expectSuccess('the merge, all jobs run again', await github.start('master.yml', push, clone, run));
    const tags = [merged, `${merged}-2`];
    const AWS_ECR_REGISTRY_ARN = environments.Master.secrets.AWS_ECR_REGISTRY_ARN;
    const digests = await Promise.all(
      tags.map((tag) => developer.run(clone, './registry.sh', ['digest', tag], { AWS_ECR_REGISTRY_ARN })),
    );
    for (const digest of digests) expectMatch('a digest in Master', digest, DIGEST);
    expectEqual('the different images of the commit', new Set(digests).size, 2);
  });

  const digest = await rehearsal.step('Release copies the same digest, once it is approved', async () => {
    const run = await start('release.yml', dispatch(VERSION));
    expectSuccess('the release', run);
    expectEqual('what the reviewer saw', reviews.length, 1);
    expectMatch('what the reviewer saw', reviews[0], new RegExp(`${VERSION}.*${DIGEST.source}.*${merged}`));
    const inMaster = run?.jobs.find.outputs.digest ?? '';
    const newest = await developer.run(clone, './registry.sh', ['digest', `${merged}-2`], {
      AWS_ECR_REGISTRY_ARN: environments.Master.secrets.AWS_ECR_REGISTRY_ARN,
    });
    expectEqual('the digest that was released', inMaster, newest.trim());
    const arn = environments.Release.secrets.AWS_ECR_REGISTRY_ARN;
    const inRelease = await developer.run(clone, './registry.sh', ['digest', VERSION], {
      AWS_ECR_REGISTRY_ARN: arn,
    });
    expectEqual('the digest in Release', inRelease.trim(), inMaster);
    expectSuccess('the release again', await start('release.yml', dispatch(VERSION)));
    return inMaster;
  });

  await rehearsal.step('What was built and then exchanged is not released', async () => {
    const run = github.newestRun('master.yml', 'success');
    const kept = github.artifactsOf(run);
    await repository.write('content/greeting.txt', 'Hello from somebody else.\n');
    await repository.make('image.tar');
    for (const name of await fs.readdir(kept)) {
      await fs.copyFile(path.join(clone, 'image.tar'), path.join(kept, name, 'image.tar'));
    }
    const exchanged = await start('release.yml', dispatch('1.0.1'));
    expectMatch('the release of another image', errorOf(exchanged), /expected sha256:.*, which Master holds/);
    await fs.rm(kept, { recursive: true });
    const late = await start('release.yml', dispatch('1.0.1'));
    expectMatch('the release of what GitHub deleted', errorOf(late), /no longer keeps what run/);
  });

  await rehearsal.step('A released tag stays what it is, whoever pushes', async () => {
    const other = ['push', path.join(clone, 'image.tar')];
    for (const [stageName, tag] of [
      ['Master', merged],
      ['Release', VERSION],
    ] as const) {
      const { AWS_ECR_REGISTRY_ARN, AWS_GITHUB_ROLE_ARN } = environments[stageName].secrets;
      const job = await Workstation.create(`pusher-${stageName}`, props);
      job.use(await pusher(stageName).assume(AWS_GITHUB_ROLE_ARN));
      await job.run(clone, './registry.sh', ['login', 'podman'], { AWS_ECR_REGISTRY_ARN });
      const overwrite = job.run(clone, './registry.sh', [...other, tag], { AWS_ECR_REGISTRY_ARN });
      await expectFailure(overwrite, IMMUTABLE);
      const byDeveloper = developer.run(clone, './registry.sh', [...other, 'mine'], { AWS_ECR_REGISTRY_ARN });
      await expectFailure(byDeveloper, REFUSED);
    }
  });

  await rehearsal.step(
    'An end user pulls from Release, by its digest too, and from nowhere else',
    async () => {
      const uri = (stageName: StageName) =>
        stacks.get(registryStack(image.name, stageName))?.outputs.ImageRepositoryUri ?? '';
      const registry = uri('Release').split('/')[0];
      await endUser.run(folder, 'bash', [
        '-c',
        `aws ecr get-login-password | podman login --username AWS --password-stdin ${registry}`,
      ]);
      await endUser.run(folder, 'podman', ['pull', `${uri('Release')}:${VERSION}`]);
      await endUser.run(folder, 'podman', ['pull', `${uri('Release')}@${digest}`]);
      await expectFailure(endUser.run(folder, 'podman', ['pull', `${uri('Master')}:${merged}`]), REFUSED);
      await expectFailure(endUser.run(folder, 'podman', ['pull', `${uri('Development')}:${TAG}`]), REFUSED);
      const push = ['push', `${uri('Release')}:${VERSION}`, `${uri('Release')}:mine`];
      await expectFailure(endUser.run(folder, 'podman', push), REFUSED);
    },
  );

  await rehearsal.step('They leave: CloudFormation deletes no group that has members', async () => {
    for (const member of members) await member.remove();
  });

  function groupsOf(identity: Identity): string[] {
    return registries.flatMap(({ identities }) => identities[identity] ?? []).map(nameOf);
  }

  function pusher(stageName: StageName): GitHubJob {
    return GitHubJob.in(account, image, distribution.stages[stageName].environment);
  }

  async function start(file: string, event: WorkflowEvent): Promise<WorkflowRun | undefined> {
    return github.start(file, event, clone);
  }
}

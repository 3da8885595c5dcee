import { BatchGetImageCommand, ECRClient } from '@aws-sdk/client-ecr';
import distribution from '../../distribution.config';
import { StageName } from '../../lib/config';
import { LocalAccount } from '../../emulators/account/local-account';
import { GitHubJob } from '../actors/github-job';
import { GroupMember } from '../actors/group-member';
import { RehearsalDirectory } from '../runner/directory/rehearsal-directory';
import { Image } from './images';
import { Skopeo } from './skopeo';

/** Those who use the registries during the take-over: a developer, and GitHub's jobs. */
export class RegistryUsers {
  static async create(account: LocalAccount, directory: RehearsalDirectory): Promise<RegistryUsers> {
    const developer = await GroupMember.create(account, 'developer', { boundary: 'none' });
    return new RegistryUsers(account, directory, developer);
  }

  private constructor(
    private readonly account: LocalAccount,
    private readonly directory: RehearsalDirectory,
    readonly developer: GroupMember,
  ) {}

  /** @throws Error when the developer may not pull each of these images */
  async expectToPull(repositoryName: string, images: readonly Image[]): Promise<void> {
    const { credentials } = this.developer;
    const ecr = new ECRClient(this.account.sdk(credentials));
    const imageIds = images.map(({ digest }) => ({ imageDigest: digest }));
    const { images: found = [] } = await ecr.send(new BatchGetImageCommand({ repositoryName, imageIds }));
    if (found.length < imageIds.length) {
      throw new Error(
        `the developer found ${found.length} images in ${repositoryName}, expected ${imageIds.length}`,
      );
    }
    const skopeo = new Skopeo(this.account, this.directory, credentials);
    for (const { digest } of images) await skopeo.pull(`${repositoryName}@${digest}`);
  }

  /** @throws Error when a job in the stage's environment is not given a role */
  async expectJobToAssume(stageName: StageName, roleArn: string): Promise<void> {
    const { environment } = distribution.stages[stageName];
    const job = GitHubJob.in(this.account, distribution.images[0], environment);
    if (await job.mayAssume(roleArn)) return;
    throw new Error(`${roleArn} is refused to a job in ${environment}, expected a session of it`);
  }
}

import { BatchGetImageCommand, ECRClient } from '@aws-sdk/client-ecr';
import {
  AddUserToGroupCommand,
  IAMClient,
  PutUserPermissionsBoundaryCommand,
  RemoveUserFromGroupCommand,
} from '@aws-sdk/client-iam';
import distribution from '../../distribution.config';
import { StageName } from '../../lib/config';
import { githubSubjects } from '../../lib/access/github-subjects';
import { Credentials, LocalAccount } from '../../emulators/account/local-account';
import { githubToken } from '../actors/github-token';
import { createUserInGroup } from '../actors/iam-users';
import { answerToToken } from '../permissions/trust-checks';
import { Image } from './images';
import { RehearsalDirectory } from '../runner/rehearsal-directory';
import { Skopeo } from './skopeo';
import { toolkitPolicyArn } from '../actors/toolkit-name';

const UserName = 'developer';

/** Those who use the registries while they move: a developer, and GitHub's jobs. */
export class People {
  static async arrive(account: LocalAccount, directory: RehearsalDirectory): Promise<People> {
    return new People(account, directory, await createUserInGroup(account, UserName, undefined));
  }

  private constructor(
    private readonly account: LocalAccount,
    private readonly directory: RehearsalDirectory,
    private readonly developer: Credentials,
  ) {}

  /** Adds the developer to a group. */
  async join(GroupName: string): Promise<void> {
    await new IAMClient(this.account.sdk()).send(new AddUserToGroupCommand({ UserName, GroupName }));
  }

  async leave(GroupName: string): Promise<void> {
    await new IAMClient(this.account.sdk()).send(new RemoveUserFromGroupCommand({ UserName, GroupName }));
  }

  /** Gives the developer the boundary of users, under which the old registries would have been closed. */
  async takeBoundary(): Promise<void> {
    const PermissionsBoundary = toolkitPolicyArn(this.account, 'user-boundary');
    const boundary = new PutUserPermissionsBoundaryCommand({ UserName, PermissionsBoundary });
    await new IAMClient(this.account.sdk()).send(boundary);
  }

  /** @throws Error when the developer may not pull each of these images */
  async expectToPull(repositoryName: string, images: readonly Image[]): Promise<void> {
    const ecr = new ECRClient(this.account.sdk(this.developer));
    const imageIds = images.map(({ digest }) => ({ imageDigest: digest }));
    const { images: found = [] } = await ecr.send(new BatchGetImageCommand({ repositoryName, imageIds }));
    if (found.length < imageIds.length) {
      throw new Error(
        `the developer found ${found.length} images in ${repositoryName}, expected ${imageIds.length}`,
      );
    }
    const skopeo = new Skopeo(this.account, this.directory, this.developer);
    for (const { digest } of images) await skopeo.pull(`${repositoryName}@${digest}`);
  }

  /** @throws Error when a job in the stage's environment is not given a role */
  async expectJobToAssume(stageName: StageName, roleArn: string): Promise<void> {
    const { environment } = distribution.stages[stageName];
    const [sub] = githubSubjects(distribution.images[0], environment);
    const decided = await answerToToken(this.account, roleArn, githubToken({ sub }));
    if (decided !== 'allowed')
      throw new Error(`${roleArn} is ${decided} to a job in ${environment}, expected allowed`);
  }
}

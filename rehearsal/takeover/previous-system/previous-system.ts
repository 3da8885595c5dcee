import distribution from '../../../distribution.config';
import { STAGE_NAMES, StageName } from '../../../lib/config';
import { registryStack } from '../../../lib/names';
import { Credentials, LocalAccount } from '../../../emulators/account/local-account';
import { Administrator } from '../../actors/administrator';
import { CommandLine } from '../../actors/command-line';
import { RehearsalDirectory } from '../../runner/directory/rehearsal-directory';
import { readStacks } from '../../observe/stacks';
import { DeploymentRole } from './deployment-role';
import { writeImage } from './oci-layout';
import { Skopeo } from '../skopeo';

/** A registry of the previous system, by what a person notes of its stack before it is deleted. */
export interface PreviousRegistry {
  readonly stageName: StageName;
  readonly stackName: string;
  readonly repository: string;

  /** Names of the groups and of the role that may push. */
  readonly developers: string;
  readonly endUsers: string;
  readonly gitHub: string;
}

/** The app that Slipway replaces, deployed by a workflow on GitHub. */
export class PreviousSystem {
  readonly deploymentRole: DeploymentRole;

  private readonly account: LocalAccount;

  constructor(
    private readonly administrator: Administrator,
    private readonly directory: RehearsalDirectory,
  ) {
    const { account } = administrator;
    this.account = account;
    this.deploymentRole = new DeploymentRole(account);
  }

  /** What an administrator makes by hand: the default bootstrap, the identity provider, the role with its policy. */
  async prepare(): Promise<void> {
    const { accountId, region, root } = this.account;
    await this.commands(root).cdk('bootstrap', `aws://${accountId}/${region}`);
    await this.administrator.createIdentityProvider();
    await this.deploymentRole.create();
  }

  /** What the workflow does, in a job of GitHub's. */
  async deploy(): Promise<void> {
    await this.commands(await this.deploymentRole.assume()).deploy('--all', '--concurrency=3');
  }

  async registries(): Promise<PreviousRegistry[]> {
    const stacks = await readStacks(this.account, this.account.root);
    return STAGE_NAMES.map((stageName) => {
      const stackName = registryStack(distribution.images[0].name, stageName);
      const { Repository, Developers, EndUsers, GitHub } = stacks.get(stackName)?.outputs ?? {};
      const names = { repository: Repository, developers: Developers, endUsers: EndUsers, gitHub: GitHub };
      return { stageName, stackName, ...names };
    });
  }

  /**
   * Pushes an image that differs from that of every other push.
   *
   * @param architectures More than one make an index. @default - an image of one
   */
  async push(registry: PreviousRegistry, tag: string, architectures?: readonly string[]): Promise<void> {
    const directory = this.directory.scratch('pushed');
    const image = await writeImage(directory, `${registry.stageName} ${++this.pushes}`, architectures);
    const skopeo = new Skopeo(this.account, this.directory);
    await skopeo.copy(image, skopeo.image(`${registry.repository}:${tag}`));
  }

  private pushes = 0;

  private commands(credentials: Credentials): CommandLine {
    const { account, directory } = this;
    const output = directory.assemblyOf('previous-system');
    return new CommandLine({ account, credentials, directory, cwd: __dirname, output });
  }
}

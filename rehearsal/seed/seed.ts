import * as path from 'node:path';
import distribution from '../../distribution.config';
import { STAGE_NAMES, StageName } from '../../lib/config';
import { Credentials, LocalAccount } from '../../emulators/account/local-account';
import { CLI_ENVIRONMENT } from '../runner/cli-environment';
import { createIdentityProvider } from '../actors/identity-provider';
import { DIRECTORY, ROOT } from '../runner/paths';
import { runCommand } from '../runner/run-command';
import { readStacks } from '../observe/stacks';
import { DeploymentRole } from './deployment-role';
import { writeImage } from './oci-layout';
import { Skopeo } from './skopeo';

const OUTPUT = path.join(DIRECTORY, 'seed.out');

/** A registry of the seed, by what a person notes of its stack before it goes. */
export interface SeedRegistry {
  readonly stageName: StageName;
  readonly stackName: string;
  readonly repository: string;

  /** Names of the groups and of the role that may push. */
  readonly developers: string;
  readonly endUsers: string;
  readonly gitHub: string;
}

/** The app that Slipway replaces, deployed by a workflow on GitHub. */
export class Seed {
  readonly deploymentRole: DeploymentRole;

  constructor(private readonly account: LocalAccount) {
    this.deploymentRole = new DeploymentRole(account);
  }

  /** What an administrator makes by hand: the default bootstrap, the identity provider, the role with its policy. */
  async prepare(): Promise<void> {
    const { accountId, region, root } = this.account;
    await this.cdk(root, 'bootstrap', `aws://${accountId}/${region}`);
    await createIdentityProvider(this.account);
    await this.deploymentRole.create();
  }

  /** What the workflow does, in a job of GitHub's. */
  async deploy(): Promise<void> {
    const args = ['--all', '--concurrency=3', '--require-approval=never'];
    await this.cdk(await this.deploymentRole.assume(), 'deploy', ...args);
  }

  async registries(): Promise<SeedRegistry[]> {
    const stacks = await readStacks(this.account, this.account.root);
    return STAGE_NAMES.map((stageName) => {
      const stackName = `${distribution.images[0].name}${stageName}`;
      const { Repository, Developers, EndUsers, GitHub } = stacks.get(stackName)?.outputs ?? {};
      const names = { repository: Repository, developers: Developers, endUsers: EndUsers, gitHub: GitHub };
      return { stageName, stackName, ...names };
    });
  }

  /** Pushes an image that no other push resembles. @param architectures More than one make an index */
  async push(registry: SeedRegistry, tag: string, architectures?: readonly string[]): Promise<void> {
    const directory = path.join(DIRECTORY, 'pushed');
    const image = await writeImage(directory, `${registry.stageName} ${++this.pushes}`, architectures);
    const skopeo = new Skopeo(this.account);
    await skopeo.copy(image, skopeo.image(`${registry.repository}:${tag}`));
  }

  private pushes = 0;

  private async cdk(credentials: Credentials, ...args: string[]): Promise<void> {
    const env = { ...this.account.env(credentials), ...CLI_ENVIRONMENT };
    const command = [path.join(ROOT, 'node_modules', 'aws-cdk', 'bin', 'cdk'), ...args, `--output=${OUTPUT}`];
    await runCommand(process.execPath, command, { cwd: __dirname, env });
  }
}

import { LocalAccount } from '../../emulators/account/local-account';
import { Rehearsal } from '../runner/rehearsal';
import { copyImages, Image, readImages } from './images';
import { deleteStackOnly, keepResources } from './keep-resources';
import { expectLocked, lockRepository } from './lock-repository';
import { PreviousRegistry, PreviousSystem } from './previous-system/previous-system';
import { RegistryUsers } from './registry-users';
import { removeGroup, removeRepository, removeRole } from './remove';
import { readReplacements, Replacement } from './replacements';
import { setUpBesideProvider } from './set-up';

/** The steps of the move from the previous system, as docs/moving-from-the-previous-system.md numbers them. */
export class Takeover {
  /** The previous system in use: deployed by its workflow, with a developer in its groups and images in its registries. */
  static async begin(rehearsal: Rehearsal): Promise<Takeover> {
    const { account } = rehearsal;
    const previous = new PreviousSystem(rehearsal.administrator, rehearsal.directory);
    await rehearsal.step('The previous system: cdk bootstrap, identity provider, deployment role', () =>
      previous.prepare(),
    );
    await rehearsal.step("The previous system's workflow: cdk deploy", () => previous.deploy());
    const registries = await previous.registries();
    const users = await RegistryUsers.create(account, rehearsal.directory);
    await rehearsal.step('A developer joins its groups, and images are pushed', async () => {
      for (const registry of registries) {
        await users.developer.join(registry.developers);
        await previous.push(registry, 'one');
        await previous.push(registry, 'moved');
        await previous.push(registry, 'moved'); // leaves an image without a tag
        await previous.push(registry, 'many', ['amd64', 'arm64']);
      }
    });
    return new Takeover(rehearsal, previous, users, registries);
  }

  private constructor(
    private readonly rehearsal: Rehearsal,
    private readonly previous: PreviousSystem,
    private readonly users: RegistryUsers,
    private readonly registries: readonly PreviousRegistry[],
  ) {}

  /** Images of each previous registry, in the order of stages. */
  images(): Promise<Image[][]> {
    return Promise.all(this.registries.map(({ repository }) => readImages(this.account, repository)));
  }

  /** Images of each new registry. */
  async copies(): Promise<Image[][]> {
    return Promise.all(
      (await this.replacements()).map(({ repository }) => readImages(this.account, repository)),
    );
  }

  /** Step 2: revokes the permissions of the previous deployment role, and checks that it has none. */
  stopDeployments(): Promise<void> {
    const { deploymentRole } = this.previous;
    return this.rehearsal.step("The previous deployment role's permissions are revoked", async () => {
      await deploymentRole.revokePermissions();
      await deploymentRole.expectNoPermissions();
    });
  }

  /** Step 3: deletes the previous stacks, and keeps their resources. */
  async deleteStacks(): Promise<void> {
    for (const { stackName, repository } of this.registries) {
      await this.rehearsal.step(`${stackName} is deleted, and its resources are kept`, async () => {
        await keepResources(this.account, stackName);
        await lockRepository(this.account, repository);
        await deleteStackOnly(this.account, stackName);
        await expectLocked(this.account, repository);
      });
    }
  }

  /** Step 4: Slipway is set up around the identity provider that exists. */
  setUp(): Promise<void> {
    return setUpBesideProvider(this.rehearsal);
  }

  /** Steps 5 and 7: copies the images that are missing; returns how many copies that took. */
  copy(): Promise<number> {
    return this.rehearsal.step('skopeo copy, for each image that is missing', async (display) => {
      let copies = 0;
      for (const { previous, repository } of await this.replacements()) {
        copies += await copyImages(this.account, this.rehearsal.directory, previous.repository, repository);
      }
      display.line(`${copies} copies`);
      return copies;
    });
  }

  /** Step 6: gives users and jobs the new registries, beside the previous ones. */
  grantNew(): Promise<void> {
    return this.rehearsal.step(
      'The developer joins the new groups, and jobs have the new roles',
      async () => {
        for (const { developers, stageName, roleArn } of await this.replacements()) {
          await this.users.developer.join(developers);
          await this.users.expectJobToAssume(stageName, roleArn);
        }
      },
    );
  }

  /** A job that had the previous role already pushes once more to each previous registry. */
  pushLate(): Promise<void> {
    return this.rehearsal.step('A late job pushes to the previous registries', async () => {
      for (const registry of this.registries) await this.previous.push(registry, 'late');
    });
  }

  /** Step 7: ends all pushes to the previous registries. */
  stopPushes(): Promise<void> {
    return this.rehearsal.step('The previous push roles are deleted', async () => {
      for (const { gitHub } of this.registries) await removeRole(this.account, gitHub);
    });
  }

  /** Step 8: deletes what is left of the previous system. */
  remove(): Promise<void> {
    return this.rehearsal.step(
      'The previous groups, repositories and deployment role are deleted',
      async () => {
        for (const { developers, endUsers } of this.registries) {
          await this.users.developer.leave(developers);
          await removeGroup(this.account, developers);
          await removeGroup(this.account, endUsers);
        }
        await this.users.developer.takeBoundary();
        for (const { previous, repository } of await this.replacements()) {
          await removeRepository(this.account, previous.repository, repository);
        }
        await this.previous.deploymentRole.remove();
      },
    );
  }

  /** @throws Error when an image cannot be pulled from a previous registry, or a job does not get its role */
  expectPreviousInUse(): Promise<void> {
    return this.rehearsal.step('The previous registries are in use as before', async () => {
      for (const { repository, stageName, gitHub } of this.registries) {
        await this.users.expectToPull(repository, await readImages(this.account, repository));
        const roleArn = `arn:aws:iam::${this.account.accountId}:role/${gitHub}`;
        await this.users.expectJobToAssume(stageName, roleArn);
      }
    });
  }

  /** @throws Error when an image cannot be pulled from its new registry */
  expectNewInUse(images: readonly Image[][]): Promise<void> {
    return this.rehearsal.step('Every image is pulled from the new registries', async () => {
      const replacements = await this.replacements();
      for (const [index, { repository }] of replacements.entries()) {
        await this.users.expectToPull(repository, images[index]);
      }
    });
  }

  private get account(): LocalAccount {
    return this.rehearsal.account;
  }

  private replacements(): Promise<Replacement[]> {
    return readReplacements(this.account, this.registries);
  }
}

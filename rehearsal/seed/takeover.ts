import { LocalAccount } from '../../emulators/account/local-account';
import { Rehearsal } from '../runner/rehearsal';
import { copyImages, Image, readImages } from './images';
import { deleteStackAlone, keepResources } from './let-go';
import { expectLocked, lockRepository } from './lock-repository';
import { Move, readMoves } from './move';
import { People } from './people';
import { removeGroup, removeRepository, removeRole } from './remove';
import { Seed, SeedRegistry } from './seed';
import { setUpBesideProvider } from './set-up';

/** The steps by which the seed's stacks are taken over, as docs/moving-from-the-seed.md numbers them. */
export class Takeover {
  /** The seed in use: deployed by its workflow, with a developer in its groups and images in its registries. */
  static async begin(rehearsal: Rehearsal): Promise<Takeover> {
    const { account } = rehearsal;
    const seed = new Seed(rehearsal.administrator, rehearsal.directory);
    await rehearsal.step('The seed: cdk bootstrap, identity provider, deployment role', () => seed.prepare());
    await rehearsal.step("The seed's workflow: cdk deploy", () => seed.deploy());
    const registries = await seed.registries();
    const people = await People.arrive(account, rehearsal.directory);
    await rehearsal.step('People and images arrive', async () => {
      for (const registry of registries) {
        await people.join(registry.developers);
        await seed.push(registry, 'one');
        await seed.push(registry, 'moved');
        await seed.push(registry, 'moved'); // leaves an image without a tag
        await seed.push(registry, 'many', ['amd64', 'arm64']);
      }
    });
    return new Takeover(rehearsal, seed, people, registries);
  }

  private constructor(
    private readonly rehearsal: Rehearsal,
    private readonly seed: Seed,
    private readonly people: People,
    private readonly registries: readonly SeedRegistry[],
  ) {}

  /** Images of each old registry, in the order of stages. */
  images(): Promise<Image[][]> {
    return Promise.all(this.registries.map(({ repository }) => readImages(this.account, repository)));
  }

  /** Images of each registry that takes over. */
  async copies(): Promise<Image[][]> {
    return Promise.all((await this.moves()).map(({ repository }) => readImages(this.account, repository)));
  }

  /** Step 2: takes the rights of the old deployment role away, and sees that it has none. */
  stopDeployments(): Promise<void> {
    return this.rehearsal.step("The seed's deployment role has no rights any more", async () => {
      await this.seed.deploymentRole.disarm();
      await this.seed.deploymentRole.expectDisarmed();
    });
  }

  /** Step 3: the old stacks go, and everything in them stays. */
  async letGo(): Promise<void> {
    for (const { stackName, repository } of this.registries) {
      await this.rehearsal.step(`${stackName} goes, and leaves what it holds`, async () => {
        await keepResources(this.account, stackName);
        await lockRepository(this.account, repository);
        await deleteStackAlone(this.account, stackName);
        await expectLocked(this.account, repository);
      });
    }
  }

  /** Step 4: Slipway is set up around the identity provider that exists. */
  setUp(): Promise<void> {
    return setUpBesideProvider(this.rehearsal);
  }

  /** Steps 5 and 7: copies what is not there yet; returns how many copies that took. */
  copy(): Promise<number> {
    return this.rehearsal.step('skopeo copy, of each image that is missing', async (display) => {
      let copies = 0;
      for (const { old, repository } of await this.moves()) {
        copies += await copyImages(this.account, this.rehearsal.directory, old.repository, repository);
      }
      display.line(`${copies} copies`);
      return copies;
    });
  }

  /** Step 6: people and jobs are given the new registries, beside the old ones. */
  openNew(): Promise<void> {
    return this.rehearsal.step(
      'The developer joins the new groups, and jobs have the new roles',
      async () => {
        for (const { developers, stageName, roleArn } of await this.moves()) {
          await this.people.join(developers);
          await this.people.expectJobToAssume(stageName, roleArn);
        }
      },
    );
  }

  /** A job that had the old role already pushes once more to each old registry. */
  pushLate(): Promise<void> {
    return this.rehearsal.step('A job pushes to the old registries, late', async () => {
      for (const registry of this.registries) await this.seed.push(registry, 'late');
    });
  }

  /** Step 7: nothing can be pushed to the old registries any more. */
  stopPushes(): Promise<void> {
    return this.rehearsal.step('The old push roles go', async () => {
      for (const { gitHub } of this.registries) await removeRole(this.account, gitHub);
    });
  }

  /** Step 8: what is left of the seed goes. */
  remove(): Promise<void> {
    return this.rehearsal.step(
      'The old groups and repositories go, and the deployment role with its policy',
      async () => {
        for (const { developers, endUsers } of this.registries) {
          await this.people.leave(developers);
          await removeGroup(this.account, developers);
          await removeGroup(this.account, endUsers);
        }
        await this.people.takeBoundary();
        for (const { old, repository } of await this.moves()) {
          await removeRepository(this.account, old.repository, repository);
        }
        await this.seed.deploymentRole.remove();
      },
    );
  }

  /** @throws Error when an image of the old registries cannot be pulled from them, or a job has not its role */
  expectOldInUse(): Promise<void> {
    return this.rehearsal.step('The old registries are in use as before', async () => {
      for (const { repository, stageName, gitHub } of this.registries) {
        await this.people.expectToPull(repository, await readImages(this.account, repository));
        const roleArn = `arn:aws:iam::${this.account.accountId}:role/${gitHub}`;
        await this.people.expectJobToAssume(stageName, roleArn);
      }
    });
  }

  /** @throws Error when an image cannot be pulled from the registry that takes over */
  expectNewInUse(images: readonly Image[][]): Promise<void> {
    return this.rehearsal.step('Every image is pulled from the new registries', async () => {
      const moves = await this.moves();
      for (const [index, { repository }] of moves.entries()) {
        await this.people.expectToPull(repository, images[index]);
      }
    });
  }

  private get account(): LocalAccount {
    return this.rehearsal.account;
  }

  private moves(): Promise<Move[]> {
    return readMoves(this.account, this.registries);
  }
}

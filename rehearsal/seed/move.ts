import { LocalAccount } from '../../emulators/account/local-account';
import distribution from '../../distribution.config';
import { StageName } from '../../lib/config';
import { readRegistries } from '../permissions/registries';
import { SeedRegistry } from './seed';

/** A registry of the seed with the one that takes its place. */
export interface Move {
  readonly stageName: StageName;
  readonly old: SeedRegistry;
  readonly repository: string;
  readonly developers: string;
  readonly roleArn: string;
}

/** What each registry of the seed moves to, once Slipway's stacks stand. */
export async function readMoves(account: LocalAccount, registries: readonly SeedRegistry[]): Promise<Move[]> {
  const ours = await readRegistries(account);
  return registries.map((old) => {
    const found = ours.find(
      ({ image, stageName }) => image === distribution.images[0] && stageName === old.stageName,
    );
    const { Developers, GitHub } = found?.identities ?? {};
    if (!found || !Developers || !GitHub)
      throw new Error(`${old.stackName} has no group or role, expected both`);
    return {
      stageName: old.stageName,
      old,
      repository: found.repositoryArn.split(':repository/')[1],
      developers: Developers.split('/').at(-1) ?? '',
      roleArn: GitHub,
    };
  });
}

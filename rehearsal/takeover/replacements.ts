import { LocalAccount } from '../../emulators/account/local-account';
import distribution from '../../distribution.config';
import { StageName } from '../../lib/config';
import { nameOf } from '../permissions/identities';
import { readRegistries } from '../permissions/registries';
import { PreviousRegistry } from './previous-system/previous-system';

/** A registry of the previous system with the one that replaces it. */
export interface Replacement {
  readonly stageName: StageName;
  readonly previous: PreviousRegistry;
  readonly repository: string;
  readonly developers: string;
  readonly roleArn: string;
}

/** What replaces each registry of the previous system, once Slipway's stacks are deployed. */
export async function readReplacements(
  account: LocalAccount,
  registries: readonly PreviousRegistry[],
): Promise<Replacement[]> {
  const ours = await readRegistries(account);
  return registries.map((previous) => {
    const found = ours.find(
      ({ image, stageName }) => image === distribution.images[0] && stageName === previous.stageName,
    );
    const { Developers, GitHub } = found?.identities ?? {};
    if (!found || !Developers || !GitHub)
      throw new Error(`${previous.stackName} has no group or role, expected both`);
    return {
      stageName: previous.stageName,
      previous,
      repository: found.repositoryArn.split(':repository/')[1],
      developers: nameOf(Developers),
      roleArn: GitHub,
    };
  });
}

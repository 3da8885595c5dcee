import { STAGE_NAMES } from '../../lib/config';
import { sharedGroupsStack } from '../../lib/names';
import { LocalAccount } from '../../emulators/account/local-account';
import { Registry } from '../permissions/registries';
import { readStackResources } from './stacks';

/** Names of the developers' groups of registries, each once. */
export function developerGroups(registries: readonly Registry[]): string[] {
  const arns = registries.flatMap(({ identities }) => identities.Developers ?? []);
  return [...new Set(arns.map((arn) => arn.split('/').at(-1) ?? ''))];
}

/** Names of the developers' groups that all images of a stage share, in the order of stages. */
export async function sharedDeveloperGroups(account: LocalAccount): Promise<string[]> {
  const stacks = STAGE_NAMES.map((name) => readStackResources(account, sharedGroupsStack(name)));
  return (await Promise.all(stacks)).flatMap((resources) =>
    resources
      .filter(({ logicalId, type }) => logicalId.startsWith('DeveloperGroup') && type.endsWith('Group'))
      .map(({ physicalId }) => physicalId),
  );
}

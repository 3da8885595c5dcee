import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { Credentials, LocalAccount } from '../../../emulators/account/local-account';
import { assumeRole } from '../../actors/assume-role';
import { actAs } from '../../permissions/identities';
import { Registry } from '../../permissions/registries';

/** Somebody in an account. */
export interface Inhabitant {
  readonly name: string;
  readonly credentials: Credentials;
}

/** Whoever can be somebody in the account of a stage: its administrator, every role, every job of GitHub. */
export async function inhabitantsOf(
  account: LocalAccount,
  registries: readonly Registry[],
): Promise<Inhabitant[]> {
  const { Roles = [] } = await new IAMClient(account.sdk()).send(new ListRolesCommand({}));
  const jobs = registries.map(({ identities }) => identities.GitHub);
  // The administrator may assume each but those that are for jobs of GitHub.
  const roles = Roles.map(({ Arn = '' }) => Arn).filter((arn) => !jobs.includes(arn));
  const inhabitants: Inhabitant[] = [
    { name: 'an administrator', credentials: account.root },
    ...(await Promise.all(
      roles.map(async (arn) => ({ name: arn, credentials: await assumeRole(account, arn) })),
    )),
  ];
  for (const registry of registries) {
    if (!registry.identities.GitHub) continue;
    await actAs(account, registry, 'GitHub', (credentials) => {
      inhabitants.push({ name: `a job of ${registry.stackName}`, credentials });
      return Promise.resolve();
    });
  }
  return inhabitants;
}

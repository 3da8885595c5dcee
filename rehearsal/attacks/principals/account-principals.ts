import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { LocalAccount } from '../../../emulators/account/local-account';
import { assumeRole } from '../../actors/assume-role';
import { sessionOfJob } from '../../permissions/identities';
import { Registry } from '../../permissions/registries';
import { Principal } from '../engine/attempt';

/** All that somebody can act as in the account of a stage: its administrator, every role, every job of GitHub. */
export async function accountPrincipals(
  account: LocalAccount,
  registries: readonly Registry[],
): Promise<Principal[]> {
  const { Roles = [] } = await new IAMClient(account.sdk()).send(new ListRolesCommand({}));
  const pushRoles = registries.map(({ identities }) => identities.GitHub);
  // The administrator may assume each but those that are for jobs of GitHub.
  const roles = Roles.map(({ Arn = '' }) => Arn).filter((arn) => !pushRoles.includes(arn));
  const jobs = registries.flatMap((registry) => {
    const arn = registry.identities.GitHub;
    return arn ? [{ name: `a job of ${registry.stackName}`, arn, registry }] : [];
  });
  return [
    { name: 'an administrator', credentials: account.root },
    ...(await Promise.all(
      roles.map(async (arn) => ({ name: arn, arn, credentials: await assumeRole(account, arn) })),
    )),
    ...(await Promise.all(
      jobs.map(async ({ name, arn, registry }) => ({
        name,
        arn,
        credentials: await sessionOfJob(account, registry, arn),
      })),
    )),
  ];
}

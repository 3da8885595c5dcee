import distribution from '../../distribution.config';
import { Identity } from '../../lib/access/permission-tables';
import { Credentials, LocalAccount } from '../../emulators/account/local-account';
import { GitHubJob } from '../actors/github-job';
import { GroupMember } from '../actors/group-member';
import { Registry } from './registries';

/**
 * Does something as an identity of a registry: a member of its group, or a job of GitHub with its role.
 *
 * Where the registry has no such group, as a user without any permission. The user is created for it and removed
 * afterwards.
 */
export async function actAs<T>(
  account: LocalAccount,
  { image, stageName, stackName, identities }: Registry,
  identity: Identity,
  work: (credentials: Credentials) => Promise<T>,
): Promise<T> {
  const arn = identities[identity];
  if (identity === 'GitHub' && arn) {
    const job = GitHubJob.in(account, image, distribution.stages[stageName].environment);
    return work(await job.assume(arn));
  }
  const groups = arn ? [nameOf(arn)] : [];
  const member = await GroupMember.create(account, `${stackName}-${identity}`, { groups });
  const result = await work(member.credentials);
  await member.remove();
  return result;
}

/** Name of a group or a role, by its ARN. */
export function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

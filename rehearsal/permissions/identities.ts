import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import distribution from '../../distribution.config';
import { Identity } from '../../lib/access/permission-tables';
import { githubSubjects } from '../../lib/access/github-subjects';
import { Credentials, LocalAccount } from '../../emulators/account/local-account';
import { credentialsOf } from '../actors/assume-role';
import { githubToken } from '../actors/github-token';
import { createUserInGroup, deleteUser } from '../actors/iam-users';
import { Registry } from './registries';

/**
 * Does something as an identity of a registry: a member of its group, or a job of GitHub with its role.
 *
 * Where the registry has no such group, as a user without any permission. The user is created for it and deleted
 * afterwards.
 */
export async function actAs<T>(
  account: LocalAccount,
  registry: Registry,
  identity: Identity,
  work: (credentials: Credentials) => Promise<T>,
): Promise<T> {
  const arn = registry.identities[identity];
  if (identity === 'GitHub' && arn) return work(await sessionOfJob(account, registry, arn));
  const group = arn?.split('/').at(-1);
  const userName = `${registry.stackName}-${identity}`;
  const credentials = await createUserInGroup(account, userName, group, 'user-boundary');
  const result = await work(credentials);
  await deleteUser(account, userName, group, credentials);
  return result;
}

/** What a job of GitHub gets for its token: a session of the push role. */
export function sessionOfJob(
  account: LocalAccount,
  { image, stageName }: Pick<Registry, 'image' | 'stageName'>,
  roleArn: string,
): Promise<Credentials> {
  const [sub] = githubSubjects(image, distribution.stages[stageName].environment);
  return sessionForToken(account, roleArn, githubToken({ sub }));
}

/** A session of a role, for a token of GitHub's. */
export async function sessionForToken(
  account: LocalAccount,
  RoleArn: string,
  WebIdentityToken: string,
): Promise<Credentials> {
  const request = { RoleArn, RoleSessionName: 'job', WebIdentityToken };
  const answer = await new STSClient(account.sdk()).send(new AssumeRoleWithWebIdentityCommand(request));
  return credentialsOf(answer.Credentials);
}

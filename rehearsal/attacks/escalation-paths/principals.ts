import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import distribution from '../../../distribution.config';
import { Credentials, LocalAccount } from '../../../emulators/account/local-account';
import { assumeRole, credentialsOf } from '../../actors/assume-role';
import { githubToken } from '../../actors/github-token';
import { Registry } from '../../permissions/registries';
import { toolkitRoleArn } from '../../actors/toolkit-name';

/** Somebody who might take a road: a role of the toolkit or of the app, or the operator. */
export interface Traveller {
  readonly name: string;
  readonly arn: string;
  readonly credentials: Credentials;
}

/** Roles of the toolkit through which everything is deployed. */
const TOOLKIT_ROLES = ['cfn-exec', 'deploy', 'file-publishing'];

/** Roles of the pipeline that a service assumes, and those that the pipeline's role assumes. */
const SERVICE_ROLES = ['pipeline', 'synth', 'selfupdate'];
const ACTION_ROLES = ['source', 'build', 'approve'];

/** Every role of the toolkit and of the app, with a session of each, and the operator. */
export async function travellers(
  account: LocalAccount,
  operator: Credentials,
  registries: readonly Registry[],
): Promise<Traveller[]> {
  const { accountId } = account;
  const arn = (rest: string) => `arn:aws:iam::${accountId}:${rest}`;
  const appRole = (use: string) => arn(`role/${distribution.name}/${distribution.name}-${use}`);

  const session = async (name: string, role: string, caller?: Credentials): Promise<Traveller> => ({
    name,
    arn: role,
    credentials: await assumeRole(account, role, caller),
  });
  const toolkit = await Promise.all(
    TOOLKIT_ROLES.map((name) => session(name, toolkitRoleArn(account, name))),
  );
  const services = await Promise.all(SERVICE_ROLES.map((use) => session(use, appRole(use))));
  const pipeline = services[SERVICE_ROLES.indexOf('pipeline')];
  const actions = await Promise.all(
    ACTION_ROLES.map((use) => session(use, appRole(use), pipeline.credentials)),
  );
  const jobs = await Promise.all(registries.map((registry) => assumeAsJob(account, registry)));
  return [
    { name: 'operator', arn: arn('user/operator'), credentials: operator },
    ...toolkit,
    ...services,
    ...actions,
    ...jobs,
  ];
}

async function assumeAsJob(account: LocalAccount, registry: Registry): Promise<Traveller> {
  const { image, stageName, stackName, identities } = registry;
  const { owner, repository, ownerId, repositoryId } = image.github;
  const names =
    image.subject === 'immutable'
      ? `${owner}@${ownerId}/${repository}@${repositoryId}`
      : `${owner}/${repository}`;
  const arn = identities.GitHub ?? '';
  const session = await new STSClient(account.sdk()).send(
    new AssumeRoleWithWebIdentityCommand({
      RoleArn: arn,
      RoleSessionName: 'road',
      WebIdentityToken: githubToken({
        sub: `repo:${names}:environment:${distribution.stages[stageName].environment}`,
      }),
    }),
  );
  return { name: `${stackName} GitHub`, arn, credentials: credentialsOf(session.Credentials) };
}

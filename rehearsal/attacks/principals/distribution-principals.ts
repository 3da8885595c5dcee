import distribution from '../../../distribution.config';
import { Credentials, LocalAccount } from '../../../emulators/account/local-account';
import { assumeRole } from '../../actors/sessions/assume-role';
import { GitHubJob } from '../../actors/github-job';
import { toolkitRoleArn } from '../../actors/toolkit-name';
import { Registry } from '../../permissions/registries';
import { Principal } from '../engine/attempt';

/** Roles of the toolkit through which everything is deployed. */
const TOOLKIT_ROLES = ['cfn-exec', 'deploy', 'file-publishing'];

/** Roles of the pipeline that a service assumes, and those that the pipeline's role assumes. */
const SERVICE_ROLES = ['pipeline', 'synth', 'selfupdate', 'review'];
const ACTION_ROLES = ['source', 'build', 'approve'];

/** Every role of the toolkit and of the app, with a session of each, and the operator. */
export async function distributionPrincipals(
  account: LocalAccount,
  operator: Credentials,
  registries: readonly Registry[],
): Promise<Required<Principal>[]> {
  const arn = (rest: string) => `arn:aws:iam::${account.accountId}:${rest}`;
  const appRole = (use: string) => arn(`role/${distribution.name}/${distribution.name}-${use}`);
  const session = async (name: string, role: string, caller?: Credentials) => ({
    name,
    arn: role,
    credentials: await assumeRole(account, role, caller),
  });
  const job = async (registry: Registry) => {
    const role = registry.identities.GitHub ?? '';
    const { environment } = distribution.stages[registry.stageName];
    const credentials = await GitHubJob.in(account, registry.image, environment).assume(role);
    return { name: `${registry.stackName} GitHub`, arn: role, credentials };
  };
  const services = await Promise.all(SERVICE_ROLES.map((use) => session(use, appRole(use))));
  const pipeline = services[SERVICE_ROLES.indexOf('pipeline')];
  return [
    { name: 'operator', arn: arn('user/operator'), credentials: operator },
    ...(await Promise.all(TOOLKIT_ROLES.map((use) => session(use, toolkitRoleArn(account, use))))),
    // The pipeline has a role for reviews as well, which assumes this one.
    await session('review-role', toolkitRoleArn(account, 'review')),
    ...services,
    ...(await Promise.all(ACTION_ROLES.map((use) => session(use, appRole(use), pipeline.credentials)))),
    ...(await Promise.all(registries.map(job))),
  ];
}

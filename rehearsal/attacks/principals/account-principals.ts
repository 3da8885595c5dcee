import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import distribution from '../../../distribution.config';
import { LocalAccount } from '../../../emulators/account/local-account';
import { assumeRole } from '../../actors/sessions/assume-role';
import { toolkitRoleArn } from '../../actors/toolkit-name';
import { GitHubJob } from '../../actors/github-job';
import { Registry } from '../../permissions/registries';
import { Principal } from '../engine/attempt';

/** Every principal in the account of a stage: its administrator, each role, each job of GitHub. */
export async function accountPrincipals(
  account: LocalAccount,
  registries: readonly Registry[],
): Promise<Principal[]> {
  const { Roles = [] } = await new IAMClient(account.sdk()).send(new ListRolesCommand({}));
  const pushRoles = registries.map(({ identities }) => identities.GitHub);
  // The administrator may assume each but those that are for jobs of GitHub, and for the pipeline's account.
  const reviewRole = toolkitRoleArn(account, 'review');
  const roles = Roles.map(({ Arn = '' }) => Arn).filter(
    (arn) => !pushRoles.includes(arn) && arn !== reviewRole,
  );
  return [
    { name: 'an administrator', credentials: account.root },
    ...(await Promise.all(
      roles.map(async (arn) => ({ name: arn, arn, credentials: await assumeRole(account, arn) })),
    )),
    ...(await Promise.all(registries.map((registry) => jobsOf(account, registry)))).flat(),
  ];
}

/** The job that may push to a registry; none where the image is retired. */
async function jobsOf(
  account: LocalAccount,
  { image, stageName, stackName, identities: { GitHub: arn } }: Registry,
): Promise<Principal[]> {
  if (!arn) return [];
  const job = GitHubJob.in(account, image, distribution.stages[stageName].environment);
  return [{ name: `a job of ${stackName}`, arn, credentials: await job.assume(arn) }];
}

import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { ActionFailure } from '../execution/action-failure';
import { AwsAccess, Credentials } from './aws-access';

interface Statement {
  readonly Effect: string;
  readonly Action?: string | readonly string[];
  readonly Principal?: { readonly Service?: string | readonly string[] };
}

interface TrustPolicy {
  readonly Statement: Statement | readonly Statement[];
}

/** Services as their messages name themselves. */
const NAMES: Readonly<Record<string, string>> = {
  'codepipeline.amazonaws.com': 'CodePipeline',
  'codebuild.amazonaws.com': 'CodeBuild',
};

/**
 * Assumes a role as a service of AWS would.
 *
 * The account's root stands for the service, which may do more than the service could; so the role's trust
 * policy has to name the service.
 *
 * @throws ActionFailure when the role does not trust the service
 */
export async function assumeAsService(
  account: AwsAccess,
  service: string,
  roleArn: string,
  sessionName: string,
): Promise<Credentials> {
  const refusal = new ActionFailure(
    'PermissionError',
    `${NAMES[service] ?? service} is not authorized to perform AssumeRole on role ${roleArn}: let the role's trust policy name ${service}`,
  );
  const roleName = roleArn.split('/').at(-1);
  const { Role } = await new IAMClient(account.sdk())
    .send(new GetRoleCommand({ RoleName: roleName }))
    .catch((error: Error) => Promise.reject(error.name === 'NoSuchEntityException' ? refusal : error));
  const trust = JSON.parse(
    decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '{"Statement":[]}'),
  ) as TrustPolicy;
  const trusted = [trust.Statement]
    .flat()
    .filter(({ Effect, Action }) => Effect === 'Allow' && [Action].flat().includes('sts:AssumeRole'))
    .flatMap(({ Principal }) => Principal?.Service ?? []);
  if (Role?.Arn !== roleArn || !trusted.includes(service)) throw refusal;
  return assumeRole(account, undefined, roleArn, sessionName);
}

/** Assumes a role with those credentials, as the account's root without them. */
export async function assumeRole(
  account: AwsAccess,
  credentials: Credentials | undefined,
  roleArn: string,
  sessionName: string,
): Promise<Credentials> {
  const sts = new STSClient(account.sdk(credentials));
  const { Credentials: session } = await sts.send(
    new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: sessionName.slice(0, 64) }),
  );
  if (!session?.AccessKeyId || !session.SecretAccessKey) {
    throw new ActionFailure('InternalError', `STS gave no credentials for ${roleArn}`);
  }
  return {
    accessKeyId: session.AccessKeyId,
    secretAccessKey: session.SecretAccessKey,
    sessionToken: session.SessionToken,
  };
}

import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

/** Whose credentials a command has. */
export interface Caller {
  readonly arn: string;
  readonly account: string;

  /** Of its account, `aws` for instance. */
  readonly partition: string;

  /** Of its profile or its environment. */
  readonly region: string;
}

/** Reads whose credentials the process has. @throws Error when there are none that AWS takes, or no region */
export async function readCaller(): Promise<Caller> {
  const sts = new STSClient({});
  try {
    const { Account = '', Arn = '' } = await sts.send(new GetCallerIdentityCommand({}));
    return { arn: Arn, account: Account, partition: Arn.split(':')[1], region: await sts.config.region() };
  } catch (error) {
    throw credentialsError(error as Error);
  }
}

/** Whether a client of the SDK could not begin: for want of credentials, or of a region, of which it makes no class. */
export function cannotBegin({ name, message }: Error): boolean {
  return name === 'CredentialsProviderError' || message === 'Region is missing';
}

/** What is said of credentials or a region that are missing, or that AWS does not take. */
export function credentialsError({ message }: Error): Error {
  const { AWS_PROFILE: profile } = process.env;
  return new Error(
    `no valid AWS credentials${profile ? ` of the profile '${profile}'` : ''} (${message}); log in with the AWS CLI ('aws sso login' where it is SSO's), or say --profile NAME, and AWS_REGION if the profile has no region`,
  );
}

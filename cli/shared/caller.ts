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

/** What is said of credentials that are missing, or that AWS does not take. */
export function credentialsError({ message }: Error): Error {
  return new Error(
    `no valid AWS credentials (${message}); log in with the AWS CLI ('aws sso login' where it is SSO's), or say --profile NAME, and AWS_REGION if the profile has no region`,
  );
}

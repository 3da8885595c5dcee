import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import type { AwsAccess, Credentials } from '../../../../emulators/codepipeline/aws/aws-access';

/** A user with one policy and nothing else; returns an access key of theirs. */
export async function createUser(
  account: AwsAccess,
  UserName: string,
  PolicyDocument: string,
): Promise<Credentials> {
  const iam = new IAMClient(account.sdk());
  await iam.send(new CreateUserCommand({ UserName }));
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: UserName, PolicyDocument }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  return { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
}

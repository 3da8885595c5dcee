import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { toolkitRoleArn } from '../../../lib/names';
import { readCaller } from '../caller';
import type { StackPlace } from './deployed-stacks';

/** So often a call is tried that CloudFormation throttles. */
const MAX_ATTEMPTS = 8;

/**
 * A client of CloudFormation under the toolkit's review role of a place.
 *
 * The role reads what has the tag of the distribution, whoever assumes it: with an administrator's own credentials a
 * stack of another app would be read as if it were ours.
 *
 * @throws Error when the role cannot be assumed, as in an account that was bootstrapped before there was one
 */
export async function reviewClient(place: StackPlace): Promise<CloudFormationClient> {
  const caller = await readCaller();
  // Stages are in the partition of the pipeline: the configuration is refused otherwise.
  const { account = caller.account, region = caller.region } = place;
  const { partition } = caller;
  const { Credentials: assumed } = await new STSClient({}).send(
    new AssumeRoleCommand({
      RoleArn: toolkitRoleArn('review', { partition, account, region }),
      RoleSessionName: 'review',
    }),
  );
  return new CloudFormationClient({
    region,
    maxAttempts: MAX_ATTEMPTS,
    retryMode: 'adaptive',
    credentials: {
      accessKeyId: assumed?.AccessKeyId ?? '',
      secretAccessKey: assumed?.SecretAccessKey ?? '',
      sessionToken: assumed?.SessionToken,
    },
  });
}

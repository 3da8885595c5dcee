import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { Environment } from './settings/environments';
import { toolkitRoleArn } from '../../lib/names';

/** An environment in another account, where other credentials are needed. */
export interface OtherAccount {
  readonly environment: Environment;

  /** Whether the pipeline may deploy there. @default - it cannot be told from here, where the pipeline is not */
  readonly isReady?: boolean;
}

/**
 * The environments in other accounts.
 *
 * From the pipeline's account each is tried by assuming its deploy role, which is what the pipeline will do. AWS
 * refuses one that is not bootstrapped and one that does not trust us in the same words.
 */
export async function readOtherAccounts(all: readonly Environment[], here: string): Promise<OtherAccount[]> {
  const others = all.filter(({ account }) => account !== here);
  return Promise.all(
    others.map(async (environment) => ({
      environment,
      isReady: environment.trusts === here ? await canAssumeDeployRole(environment) : undefined,
    })),
  );
}

async function canAssumeDeployRole({ partition, account, region }: Environment): Promise<boolean> {
  const RoleArn = toolkitRoleArn('deploy', { partition, account, region });
  try {
    await new STSClient({}).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'bootstrap' }));
    return true;
  } catch (error) {
    if ((error as Error).name === 'AccessDenied') return false;
    throw error;
  }
}

import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { Environment } from './settings/environments';
import { toolkitRoleArn } from '../../lib/names';

/**
 * The environments in other accounts, where somebody else's credentials are needed, for a person to read.
 *
 * From the pipeline's account each is tried by assuming its deploy role, which is what the pipeline will do. AWS
 * refuses one that is not bootstrapped and one that does not trust us in the same words.
 */
export async function otherAccounts(all: readonly Environment[], here: string): Promise<string[]> {
  const others = all.filter(({ account }) => account !== here);
  if (others.length === 0) return [];
  const lines = others.map(async (environment) => {
    const { account, region, hasPipeline, stages, trusts } = environment;
    const holds = [...(hasPipeline ? ['the pipeline'] : []), ...stages].join(', ');
    const state = trusts === here ? `: ${(await mayAssumeDeployRole(environment)) ? READY : NOT_READY}` : '';
    return `  account ${account}, region ${region} (${holds})${state}`;
  });
  return [
    'Other accounts, to be bootstrapped with credentials of their own:',
    ...(await Promise.all(lines)),
    '',
  ];
}

const READY = 'ready, the pipeline may deploy there';
const NOT_READY = 'not ready, it is not bootstrapped or does not trust this account';

async function mayAssumeDeployRole({ partition, account, region }: Environment): Promise<boolean> {
  const RoleArn = toolkitRoleArn('deploy', { partition, account, region });
  try {
    await new STSClient({}).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'bootstrap' }));
    return true;
  } catch (error) {
    if ((error as Error).name === 'AccessDenied') return false;
    throw error;
  }
}

import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { Distribution } from '../../lib/config';
import { readAllStacks } from '../shared/pipeline-stack';
import { showFindings, showStacks } from './show';
import { isOurs, stackFindings } from './stack-findings';
import { stagePlaces, toolkitFindings } from './stage-accounts';

/**
 * Shows how an account stands that holds stages and not the pipeline, if the caller is in one.
 *
 * Only from within can it be said whether it is bootstrapped: to others AWS refuses a role that does not exist and
 * one that does not trust them in the same words.
 *
 * @returns whether the caller is in one
 */
export async function showStageAccount(distribution: Distribution): Promise<boolean> {
  const places = stagePlaces(distribution);
  if (places.length === 0) return false;
  const { Account } = await new STSClient({}).send(new GetCallerIdentityCommand({}));
  const here = places.filter(({ account }) => account === Account);
  const findings: string[] = [];
  for (const place of here) {
    const client = new CloudFormationClient({ region: place.region });
    const stacks = (await readAllStacks(client)).filter((stack) => isOurs(stack, distribution));
    showStacks(stacks);
    findings.push(
      ...toolkitFindings(place, stacks, distribution),
      ...stacks.flatMap((stack) => stackFindings(stack, distribution)),
    );
  }
  if (here.length > 0) showFindings(findings);
  return here.length > 0;
}

import { Aws, CfnMapping, Stack, Token } from 'aws-cdk-lib';
import { partitionOf } from '../config/regions';
import { CONSOLE_DOMAINS } from './domains';

/**
 * Domain of the console in the partition of a stack.
 *
 * Where the region is left to whoever deploys, CloudFormation finds it, and refuses a partition that is not here.
 */
export function consoleDomain(stack: Stack): string {
  if (!Token.isUnresolved(stack.region)) return CONSOLE_DOMAINS[partitionOf(stack.region) ?? ''];
  const mapping = stack.node.tryFindChild('ConsoleDomains') as CfnMapping | undefined;
  return (mapping ?? createMapping(stack)).findInMap(Aws.PARTITION, 'domain');
}

function createMapping(stack: Stack): CfnMapping {
  const mapping = new CfnMapping(stack, 'ConsoleDomains');
  for (const [partition, domain] of Object.entries(CONSOLE_DOMAINS)) {
    mapping.setValue(partition, 'domain', domain);
  }
  return mapping;
}

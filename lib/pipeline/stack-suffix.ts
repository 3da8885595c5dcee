import { createHash } from 'node:crypto';
import { Fn, Stack } from 'aws-cdk-lib';

/**
 * An end for names of what outlives its stack: eight letters of the stack's id.
 *
 * A stack that is made anew has another id, so that what the old one left behind does not stand in its way. The
 * template is the same bytes everywhere all the same: only CloudFormation knows the id.
 */
export function stackSuffix(stack: Stack): string {
  const uuid = Fn.select(2, Fn.split('/', stack.stackId));
  return Fn.select(0, Fn.split('-', uuid));
}

/** An end as long for names that another stack has to know beforehand: the same in one account and region. */
export function placeSuffix({ account, region }: Stack): string {
  return createHash('sha256').update(`${account}/${region}`).digest('hex').slice(0, 8);
}

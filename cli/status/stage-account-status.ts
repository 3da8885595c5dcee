import { Distribution } from '../../lib/config';
import { readCaller } from '../shared/caller';
import { readAllStacks } from '../shared/stacks';
import { Finding } from './finding';
import { FoundStack } from './found-stacks';
import { orphans } from './orphans';
import { isOurs, unusableStack } from './stack-findings';
import { stagePlaces, toolkitFindings } from './stage-accounts';

/**
 * How an account stands that holds stages and not the pipeline, if the caller is in one.
 *
 * Only from within can it be said whether it is bootstrapped: to others AWS refuses a role that does not exist and
 * one that does not trust them in the same words.
 *
 * @returns undefined when the caller is in another account
 */
export async function readStageAccount(
  distribution: Distribution,
): Promise<{ readonly stacks: readonly FoundStack[]; readonly findings: readonly Finding[] } | undefined> {
  const places = stagePlaces(distribution);
  if (places.length === 0) return undefined;
  const caller = await readCaller();
  const here = places.filter(({ account }) => account === caller.account);
  if (here.length === 0) return undefined;
  const all: FoundStack[] = [];
  const findings: Finding[] = [];
  for (const place of here) {
    const region = place.region === caller.region ? undefined : place.region;
    const stacks = (await readAllStacks(place.region))
      .filter((stack) => isOurs(stack, distribution))
      .map((stack): FoundStack => ({ ...stack, region }));
    all.push(...stacks);
    findings.push(
      ...toolkitFindings(place, stacks, distribution),
      ...stacks.flatMap(unusableStack),
      // What is deployed only the pipeline's account knows.
      ...orphans(stacks, distribution),
    );
  }
  return { stacks: all, findings };
}

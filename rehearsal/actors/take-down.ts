import { STAGE_NAMES } from '../../lib/config';
import { PROVIDER_STACK, sharedGroupsStack, supportStack, TOOLKIT_STACK } from '../../lib/names';
import { LocalAccount } from '../../emulators/account/local-account';
import { expectEqual } from '../observe/expect';
import { readStacks } from '../observe/stacks';
import type { Rehearsal } from '../runner/rehearsal';
import { StagePlaces } from '../source/stage-places';

/**
 * Takes a distribution down as `docs/operating.md` says, in "Take everything down".
 *
 * What is kept on purpose stays: the toolkits, the repositories, the bucket of the pipeline's region, the keys.
 *
 * @throws Error when anything else is left of the stacks
 */
export async function takeDown(rehearsal: Rehearsal, stages: StagePlaces): Promise<void> {
  const { account: home, administrator, approver } = rehearsal;
  const places = distinct(STAGE_NAMES.map((name) => stages[name]));
  await approver.leave();
  for (const name of STAGE_NAMES) {
    const stacks = [...(await readStacks(stages[name], stages[name].root)).keys()];
    const groups = sharedGroupsStack(name);
    const images = stacks.filter((stack) => stack.endsWith(name) && stack !== groups);
    for (const stack of [...images, ...stacks.filter((one) => one === groups)])
      await rehearsal.administratorOf(stages[name]).deleteStack(stack);
  }
  for (const place of places) {
    if ((await readStacks(place, place.root)).has(PROVIDER_STACK))
      await rehearsal.administratorOf(place).deleteStack(PROVIDER_STACK);
  }
  await administrator.destroyPipeline();
  const regions = new Set(places.map(({ region }) => region).filter((region) => region !== home.region));
  const supports = [...regions].map((region) => home.in(region));
  for (const support of supports) {
    const there = rehearsal.administratorOf(support);
    await there.emptyBuckets(supportStack(support.region));
    await there.deleteStack(supportStack(support.region));
  }
  for (const place of distinct([home, ...supports, ...places])) {
    const left = [...(await readStacks(place, place.root)).keys()];
    expectEqual(`the stacks of account ${place.accountId}, ${place.region}`, left, [TOOLKIT_STACK]);
  }
}

/** Each account and region once. */
function distinct(places: readonly LocalAccount[]): LocalAccount[] {
  return [...new Map(places.map((place) => [`${place.accountId} ${place.region}`, place])).values()];
}

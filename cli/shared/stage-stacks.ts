import { Stack } from '@aws-sdk/client-cloudformation';
import { Distribution, STAGE_NAMES, StageName } from '../../lib/config';
import { readCaller } from './caller';
import { readAllStacks } from './stacks';

/** What of the stages the caller's credentials reach. */
export interface StageStacks {
  /** All stacks of the account and region of each stage that is in the caller's account. */
  readonly here: ReadonlyMap<StageName, readonly Stack[]>;

  /** Stages in other accounts. */
  readonly elsewhere: readonly StageName[];

  /** In which all of them are, `aws` for instance. @default - no stage has an account, so AWS was not asked */
  readonly partition?: string;
}

/**
 * Reads the stacks of stages, each in its own region, as far as the caller's account holds them.
 *
 * Credentials are of one account, so where stages are in several, not all can be read at once.
 *
 * @throws Error when none of them is in the caller's account
 */
export async function readStageStacks(
  { stages }: Distribution,
  stageNames: readonly StageName[] = STAGE_NAMES,
): Promise<StageStacks> {
  const caller = stageNames.some((name) => stages[name].account) ? await readCaller() : undefined;
  const elsewhere = stageNames.filter((name) => stages[name].account !== caller?.account);
  if (elsewhere.length === stageNames.length) {
    throw new Error(
      `these credentials are of account ${caller?.account}, expected those of ${placesOf({ stages }, elsewhere)}: say --profile NAME`,
    );
  }
  const regions = new Map<string | undefined, readonly Stack[]>();
  const here = new Map<StageName, readonly Stack[]>();
  for (const name of stageNames) {
    if (elsewhere.includes(name)) continue;
    const { region } = stages[name];
    const stacks = regions.get(region) ?? (await readAllStacks(region));
    regions.set(region, stacks);
    here.set(name, stacks);
  }
  return { here, elsewhere, partition: caller?.partition };
}

/** Stages with their accounts, for a reader. */
export function placesOf({ stages }: Pick<Distribution, 'stages'>, stageNames: readonly StageName[]): string {
  return stageNames.map((name) => `${name} (account ${stages[name].account})`).join(', ');
}

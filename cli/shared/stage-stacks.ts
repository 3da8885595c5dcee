import { CloudFormationClient, Stack } from '@aws-sdk/client-cloudformation';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { Distribution, STAGE_NAMES, StageName } from '../../lib/config';
import { readAllStacks } from './pipeline-stack';

/** What of the stages somebody's credentials reach. */
export interface StageStacks {
  /** All stacks of the account and region of each stage that is in the caller's account. */
  readonly here: ReadonlyMap<StageName, readonly Stack[]>;

  /** Stages in other accounts. */
  readonly elsewhere: readonly StageName[];

  /** In which all of them are, `aws` for instance. @default - nobody was asked, as no stage says where it is */
  readonly partition?: string;
}

/**
 * Reads the stacks of stages, each in its own region, as far as the caller's account holds them.
 *
 * Nobody's credentials are of two accounts, so where stages are in several, not all can be read at once.
 *
 * @throws Error when none of them is in the caller's account
 */
export function readStageStacks(
  distribution: Distribution,
  stageNames: readonly StageName[] = STAGE_NAMES,
): Promise<StageStacks> {
  return read(distribution, stageNames).catch((error: Error) => {
    if (error.name !== 'CredentialsProviderError') throw error;
    throw new Error(
      `there are no credentials of AWS (${error.message}), expected some that may read the stacks: log in with the AWS CLI, or say --profile NAME`,
    );
  });
}

async function read({ stages }: Distribution, stageNames: readonly StageName[]): Promise<StageStacks> {
  const isPlaced = stageNames.some((name) => stages[name].account);
  const { Account, Arn } = isPlaced ? await new STSClient({}).send(new GetCallerIdentityCommand({})) : {};
  const elsewhere = stageNames.filter((name) => stages[name].account !== Account);
  if (elsewhere.length === stageNames.length) {
    throw new Error(
      `these credentials are of account ${Account}, expected those of ${placesOf({ stages }, elsewhere)}: say --profile NAME`,
    );
  }
  const regions = new Map<string | undefined, readonly Stack[]>();
  const here = new Map<StageName, readonly Stack[]>();
  for (const name of stageNames) {
    if (elsewhere.includes(name)) continue;
    const { region } = stages[name];
    const stacks = regions.get(region) ?? (await readAllStacks(new CloudFormationClient({ region })));
    regions.set(region, stacks);
    here.set(name, stacks);
  }
  return { here, elsewhere, partition: Arn?.split(':')[1] };
}

/** Stages with their accounts, for a reader. */
export function placesOf({ stages }: Pick<Distribution, 'stages'>, stageNames: readonly StageName[]): string {
  return stageNames.map((name) => `${name} (account ${stages[name].account})`).join(', ');
}

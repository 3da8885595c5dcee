import type { Mistake } from '../configuration-error';
import { STAGE_NAMES, StageConfig, StageName } from '../distribution';
import type { DistributionInput } from '../settings/distribution-settings';
import { stageConfig } from '../fill-in';
import type { Sound } from '../parse';
import { withFindings } from '../stages-with-findings';

/** Actions of one pipeline; the quota cannot be raised (Service Quotas, "Total actions per pipeline"). */
const MAX_ACTIONS = 500;

/** Source, Synth, SelfMutate and the approval; and one for the shared groups of each stage, should they be wanted. */
const OWN_ACTIONS = 4 + STAGE_NAMES.length;

/** Whether one pipeline has room for a stack of each image in each stage, which CDK spreads over its stages. */
export function checkActions(input: Sound<DistributionInput>): Mistake[] {
  const images = input.images?.length ?? 0;
  const others = OWN_ACTIONS + identityProviders(input) + findingNotices(input);
  const most = Math.floor((MAX_ACTIONS - others) / STAGE_NAMES.length);
  if (images <= most) return [];
  return [
    {
      path: 'images',
      received: `${images} images`,
      expected: `at most ${most}: CodePipeline takes ${MAX_ACTIONS} actions in a pipeline, of which each image has ${STAGE_NAMES.length}, and ${others} are not of images`,
      fix: 'remove retired images whose stacks are gone, or give some a distribution of their own in other accounts',
    },
  ];
}

/** Accounts in which GitHub's identity provider is created, each by an action. */
function identityProviders(input: Sound<DistributionInput>): number {
  const creating = STAGE_NAMES.map((name) => stageConfig(input, name)).filter(
    ({ identityProvider }) => identityProvider === 'create',
  );
  return new Set(creating.map(({ account }) => account)).size;
}

/** Stages that tell of their findings themselves, each by a stack of its own. */
function findingNotices(input: Sound<DistributionInput>): number {
  if (!input.notifications?.emails) return 0;
  const stages = Object.fromEntries(STAGE_NAMES.map((name) => [name, stageConfig(input, name)]));
  const places = { pipeline: input.pipeline ?? {}, stages: stages as Record<StageName, StageConfig> };
  return withFindings(places).elsewhere.length;
}

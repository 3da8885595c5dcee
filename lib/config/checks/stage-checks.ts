import type { Mistake } from '../configuration-error';
import { STAGE_NAMES, StageName } from '../distribution';
import type { DistributionInput } from '../settings/distribution-settings';
import { stageConfig } from '../fill-in';
import type { Sound } from '../parse';
import { show } from '../show';

type IsMistaken = (path: string) => boolean;

/** What is wrong with stages only if they are seen together, or with the pipeline. */
export function checkStages(input: Sound<DistributionInput>, isMistaken: IsMistaken): Mistake[] {
  return [
    ...pipelineWithoutPlace(input, isMistaken),
    ...disagreements(input, isMistaken),
    ...sharedEnvironments(input),
    ...expiryWithoutArchive(input, isMistaken),
  ];
}

function pipelineWithoutPlace(
  { pipeline, stages }: Sound<DistributionInput>,
  isMistaken: IsMistaken,
): Mistake[] {
  const missing = (['account', 'region'] as const).filter(
    (key) => pipeline?.[key] === undefined && !isMistaken(`pipeline.${key}`),
  );
  const elsewhere = STAGE_NAMES.filter((name) => stages?.[name]?.account ?? stages?.[name]?.region);
  if (missing.length === 0 || elsewhere.length === 0 || isMistaken('pipeline')) return [];
  return [
    {
      path: 'pipeline',
      received: show(pipeline),
      expected: `the pipeline's own account and region, since ${elsewhere.join(' and ')} ${elsewhere.length > 1 ? 'have' : 'has'} an account or a region of their own`,
      fix: `add ${missing.join(' and ')}: pipeline: { account: '111111111111', region: 'eu-west-1' }`,
    },
  ];
}

function disagreements(input: Sound<DistributionInput>, isMistaken: IsMistaken): Mistake[] {
  const first = new Map<string | undefined, StageName>();
  return STAGE_NAMES.flatMap((name) => {
    const { account, identityProvider } = stageConfig(input, name);
    const unknown = ['account', 'identityProvider'].some((key) => isMistaken(`stages.${name}.${key}`));
    if (unknown || isMistaken('identityProvider') || isMistaken('pipeline.account')) return [];
    const leader = first.get(account) ?? name;
    first.set(account, leader);
    const said = stageConfig(input, leader).identityProvider;
    if (said === identityProvider) return [];
    const where = account ? `account ${account}` : "the pipeline's account";
    return [
      {
        path: `stages.${name}.identityProvider`,
        received: show(identityProvider),
        expected: `${show(said)}, as for ${leader}: both are in ${where}, which has one identity provider for GitHub or none`,
        fix: `say the same for both: 'existing' if the account has one already, otherwise 'create'`,
      },
    ];
  });
}

function sharedEnvironments(input: Sound<DistributionInput>): Mistake[] {
  const environments = STAGE_NAMES.map((name) => stageConfig(input, name).environment);
  return STAGE_NAMES.flatMap((name, index) => {
    // GitHub does not tell environments apart by upper and lower case.
    const same = (other: string) => other.toLowerCase() === environments[index].toLowerCase();
    const leader = environments.findIndex(same);
    if (leader === index) return [];
    return [
      {
        path: `stages.${name}.environment`,
        received: show(environments[index]),
        expected: `another environment than that of ${STAGE_NAMES[leader]}: whoever may push there could push here as well`,
        fix: `make an environment of its own for it on GitHub, such as '${name}'`,
      },
    ];
  });
}

function expiryWithoutArchive(input: Sound<DistributionInput>, isMistaken: IsMistaken): Mistake[] {
  return STAGE_NAMES.flatMap((name) => {
    const { lifecycle } = stageConfig(input, name);
    const { archiveUnpulledAfterDays, expireArchivedAfterDays } = lifecycle;
    const path = `stages.${name}.lifecycle`;
    const isArchiving =
      archiveUnpulledAfterDays !== undefined || isMistaken(`${path}.archiveUnpulledAfterDays`);
    if (isArchiving || expireArchivedAfterDays === undefined) return [];
    return [
      {
        path: `${path}.expireArchivedAfterDays`,
        received: show(expireArchivedAfterDays),
        expected: `archiveUnpulledAfterDays beside it, since ${name} archives nothing by itself`,
        fix: 'add archiveUnpulledAfterDays, such as 180, or remove expireArchivedAfterDays',
      },
    ];
  });
}

import { Distribution, ImageConfig, STAGE_NAMES, StageConfig, StageName } from './distribution';
import { kebabCase } from './names';
import { DistributionInput, distributionSettings, Settings } from './settings/distribution-settings';
import { LifecycleConfig, LifecycleInput, lifecycleSettings, StageInput } from './settings/stage-settings';

const ARCHIVE = { archiveUnpulledAfterDays: 90, expireArchivedAfterDays: 365 };

// A pull of an archived image fails until an administrator restores it, which end users of Release cannot.
const ARCHIVES: Readonly<Record<StageName, LifecycleInput>> = {
  Development: ARCHIVE,
  Master: ARCHIVE,
  Release: {},
};

/** Fills in what depends on other settings. */
export function fillIn(settings: Settings): Distribution {
  const { name, groups, notifications, images } = settings;
  const { repository, branch, connectionArn } = settings.source;
  const { account, region } = settings.pipeline;
  const stages = Object.fromEntries(STAGE_NAMES.map((stage) => [stage, stageConfig(settings, stage)]));
  return {
    name,
    source: { repository, branch, connectionArn },
    pipeline: { account, region },
    stages: stages as Record<StageName, StageConfig>,
    groups,
    notifications,
    images: images.map((image) => imageConfig(image, settings.release)),
  };
}

/** What a stage is, whether it is told or left open. */
export function stageConfig(
  input: Pick<DistributionInput, 'pipeline' | 'identityProvider' | 'stages'>,
  name: StageName,
): StageConfig {
  const stage: StageInput = input.stages?.[name] ?? {};
  const everywhere = distributionSettings.shape.identityProvider.parse(input.identityProvider);
  return {
    account: stage.account ?? input.pipeline?.account,
    region: stage.region ?? input.pipeline?.region,
    identityProvider: stage.identityProvider ?? everywhere,
    environment: stage.environment ?? name,
    lifecycle: lifecycleConfig(stage.lifecycle, name),
  };
}

function lifecycleConfig(lifecycle: LifecycleInput = {}, name: StageName): LifecycleConfig {
  const { archiveUnpulledAfterDays, expireArchivedAfterDays } = ARCHIVES[name];
  return {
    expireUntaggedAfterDays: lifecycleSettings.shape.expireUntaggedAfterDays.parse(
      lifecycle.expireUntaggedAfterDays,
    ),
    archiveUnpulledAfterDays: lifecycle.archiveUnpulledAfterDays ?? archiveUnpulledAfterDays,
    expireArchivedAfterDays: lifecycle.expireArchivedAfterDays ?? expireArchivedAfterDays,
  };
}

function imageConfig(image: Settings['images'][number], everyRelease: Settings['release']): ImageConfig {
  const { name, ownerId, repositoryId, subject = 'both', release = everyRelease, retired } = image;
  const [owner, repository] = image.repository.split('/');
  return {
    name,
    repositoryName: kebabCase(name),
    github: { owner, repository, ownerId, repositoryId },
    subject,
    release,
    retired,
  };
}

import {
  Distribution,
  ImageConfig,
  LifecycleConfig,
  ReleaseConfig,
  STAGE_NAMES,
  StageConfig,
  StageName,
} from './distribution';
import type { DistributionInput, ImageInput, ReleaseInput } from './distribution-input';
import { kebabCase } from './names';

const UNTAGGED = { expireUntaggedAfterDays: 14 };

// A pull of an archived image fails until somebody restores it, which end users of Release cannot.
const LIFECYCLES: Readonly<Record<StageName, LifecycleConfig>> = {
  Development: { ...UNTAGGED, archiveUnpulledAfterDays: 90, expireArchivedAfterDays: 365 },
  Master: { ...UNTAGGED, archiveUnpulledAfterDays: 90, expireArchivedAfterDays: 365 },
  Release: UNTAGGED,
};

/** Puts the default in every place that a correct configuration leaves open. */
export function fillIn(input: DistributionInput): Distribution {
  const { repository, branch = 'master', connectionArn } = input.source;
  return {
    name: input.name ?? 'slipway',
    source: { repository, branch, connectionArn },
    pipeline: { account: input.pipeline?.account, region: input.pipeline?.region },
    stages: Object.fromEntries(STAGE_NAMES.map((stage) => [stage, stageConfig(input, stage)])) as Record<
      StageName,
      StageConfig
    >,
    groups: input.groups ?? 'per-image',
    images: input.images.map((image) => imageConfig(image, input.release)),
  };
}

/** What a stage is, whether it is told or left open. */
export function stageConfig(
  input: Pick<DistributionInput, 'pipeline' | 'identityProvider' | 'stages'>,
  name: StageName,
): StageConfig {
  const stage = input.stages?.[name] ?? {};
  const lifecycle = { ...LIFECYCLES[name] };
  return {
    account: stage.account ?? input.pipeline?.account,
    region: stage.region ?? input.pipeline?.region,
    identityProvider: stage.identityProvider ?? input.identityProvider ?? 'create',
    environment: stage.environment ?? name,
    lifecycle: {
      expireUntaggedAfterDays: stage.lifecycle?.expireUntaggedAfterDays ?? lifecycle.expireUntaggedAfterDays,
      archiveUnpulledAfterDays:
        stage.lifecycle?.archiveUnpulledAfterDays ?? lifecycle.archiveUnpulledAfterDays,
      expireArchivedAfterDays: stage.lifecycle?.expireArchivedAfterDays ?? lifecycle.expireArchivedAfterDays,
    },
  };
}

function imageConfig(image: ImageInput, everyRelease?: ReleaseInput): ImageConfig {
  const { name, ownerId, repositoryId, subject, release, retired } = image;
  const [owner, repository] = image.repository.split('/');
  return {
    name,
    repositoryName: kebabCase(name),
    github: { owner, repository, ownerId, repositoryId },
    subject: subject ?? 'both',
    release: releaseConfig(release ?? everyRelease),
    retired: retired ?? false,
  };
}

function releaseConfig({ pullAccounts = [], pullOrganization }: ReleaseInput = {}): ReleaseConfig {
  return { pullAccounts, pullOrganization };
}

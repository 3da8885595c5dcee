import { Location, STAGE_NAMES, StageName } from './distribution';

/** Where things are. */
interface Places {
  readonly pipeline: Location;
  readonly stages: Readonly<Record<StageName, Location>>;
}

/**
 * Stages of whose findings people are told: those where the pipeline is, and those that are elsewhere.
 *
 * ECR tells of a scan where the registry is, and EventBridge publishes to topics of its own account and region.
 */
export function withFindings({ pipeline, stages }: Places): {
  readonly besidePipeline: readonly StageName[];
  readonly elsewhere: readonly StageName[];
} {
  const told = STAGE_NAMES.filter((name) => name !== 'Development');
  const isBeside = (name: StageName) =>
    stages[name].account === pipeline.account && stages[name].region === pipeline.region;
  return { besidePipeline: told.filter(isBeside), elsewhere: told.filter((name) => !isBeside(name)) };
}

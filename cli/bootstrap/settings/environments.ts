import { StageName, STAGE_NAMES } from '../../../lib/config/distribution';
import { partitionOf } from '../../../lib/config/regions';
import { withFindings } from '../../../lib/config/stages-with-findings';
import { Place } from './place';
import { Settings } from './settings';

/** An account and region, and what of a distribution lives there. */
export interface Environment {
  readonly account: string;
  readonly region: string;
  readonly partition: string;

  /** Whether the pipeline is here. */
  readonly hasPipeline: boolean;

  /** Whether the pipeline keeps a bucket here: where it is, and in each region to which it deploys. */
  readonly hasArtifacts: boolean;

  /** Whether people are told from here what waits for them, failed or was found. */
  readonly hasNotices: boolean;

  readonly stages: readonly StageName[];

  /** Stages of whose findings people are told from here, by a topic of each, because the pipeline is elsewhere. */
  readonly findings: readonly StageName[];

  /** Whether GitHub's identity provider is made here: with the first stage in the account, unless it is there already. */
  readonly createsIdentityProvider: boolean;

  /** Account of the pipeline, if it is another one, which may then deploy here. */
  readonly trusts?: string;
}

/**
 * All environments of a distribution.
 *
 * @param here Where everything is that the configuration puts nowhere.
 */
export function environmentsOf(
  { pipeline, stages, notifications }: Pick<Settings, 'pipeline' | 'stages' | 'notifications'>,
  here: Place,
): Environment[] {
  const at = (place: Partial<Place>): Place => ({
    account: place.account ?? here.account,
    region: place.region ?? here.region,
  });
  const home = at(pipeline);
  const ofStages = STAGE_NAMES.map((name) => ({ name, ...at(stages[name]) }));
  const placed = Object.fromEntries(ofStages.map(({ name, ...place }) => [name, place])) as Record<
    StageName,
    Place
  >;
  const { elsewhere } = withFindings({ pipeline: home, stages: placed });
  const isTold = notifications !== undefined && notifications.topicArn === undefined;
  const places = [home, ...ofStages, ...ofStages.map(({ region }) => ({ account: home.account, region }))];
  const distinct = new Map(
    places.map(({ account, region }) => [`${account} ${region}`, { account, region }]),
  );
  return [...distinct.values()].map((place) => ({
    ...place,
    partition: partitionOf(place.region) ?? 'aws',
    hasPipeline: isSame(place, home),
    hasArtifacts: place.account === home.account,
    hasNotices: notifications !== undefined && isSame(place, home),
    stages: ofStages.filter((stage) => isSame(stage, place)).map(({ name }) => name),
    findings: elsewhere.filter((name) => isTold && isSame(placed[name], place)),
    createsIdentityProvider: ofStages.some(
      (stage, index) =>
        isSame(stage, place) &&
        stages[stage.name].identityProvider === 'create' &&
        ofStages.findIndex(({ account }) => account === stage.account) === index,
    ),
    trusts: place.account === home.account ? undefined : home.account,
  }));
}

function isSame(one: Place, other: Place): boolean {
  return one.account === other.account && one.region === other.region;
}

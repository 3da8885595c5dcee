import type { Distribution, StageConfig, StageName } from '../../../lib/config/distribution';

/** What the bootstrap needs to know of a distribution, which is nothing of its images. */
export interface Settings extends Pick<Distribution, 'name' | 'pipeline'> {
  readonly source: Pick<Distribution['source'], 'repository' | 'connectionArn'>;

  /** How people are told, if they are: by a topic that is made, or by one that was there before. */
  readonly notifications?: Pick<NonNullable<Distribution['notifications']>, 'topicArn'>;
  readonly stages: Readonly<Record<StageName, Pick<StageConfig, 'account' | 'region' | 'identityProvider'>>>;
}

import type { Settings } from './settings/distribution-settings';
import type { ImageInput } from './settings/image-settings';
import type { ReleaseConfig } from './settings/release-settings';
import type { Location } from './settings/source-settings';
import type { IdentityProvider, LifecycleConfig } from './settings/stage-settings';

export type { Groups } from './settings/distribution-settings';
export type { IdentityProvider, LifecycleConfig, Location, ReleaseConfig };

/** The stages, in the order in which a change goes through them. */
export const STAGE_NAMES = ['Development', 'Master', 'Release'] as const;

export type StageName = (typeof STAGE_NAMES)[number];

/** A checked configuration with everything filled in: what stacks and the pipeline are made from. */
export interface Distribution extends Pick<
  Settings,
  'name' | 'source' | 'pipeline' | 'groups' | 'notifications'
> {
  readonly stages: Readonly<Record<StageName, StageConfig>>;
  readonly images: readonly ImageConfig[];
}

export interface StageConfig extends Location {
  readonly identityProvider: IdentityProvider;
  /** GitHub environment whose jobs may push to this stage. */
  readonly environment: string;
  readonly lifecycle: LifecycleConfig;
}

export interface ImageConfig extends Pick<ImageInput, 'name'> {
  /** The name in kebab-case, the middle part of its repositories' names. */
  readonly repositoryName: string;

  /** Where the image is built, and who may push it. */
  readonly github: Pick<ImageInput, 'ownerId' | 'repositoryId'> & {
    readonly owner: string;
    readonly repository: string;
  };

  /** Which forms of GitHub's subject are trusted; any but `classic` implies both ids. */
  readonly subject: NonNullable<ImageInput['subject']> | 'both';

  /** Who may pull from Release besides the members of its groups. */
  readonly release: ReleaseConfig;

  readonly retired: boolean;
}

/** The stages, in the order in which a change goes through them. */
export const STAGE_NAMES = ['Development', 'Master', 'Release'] as const;

export type StageName = (typeof STAGE_NAMES)[number];

/** A checked configuration with everything filled in: what stacks and the pipeline are made from. */
export interface Distribution {
  /** First part of every repository's name, the pipeline's name, and the IAM path. */
  readonly name: string;

  readonly source: {
    /** GitHub repository of this project, `owner/name`. */
    readonly repository: string;
    readonly branch: string;
    /** @default - the stack creates a connection */
    readonly connectionArn?: string;
  };

  /** @default - where whoever deploys the pipeline happens to be */
  readonly pipeline: Location;

  readonly stages: Readonly<Record<StageName, StageConfig>>;
  readonly groups: Groups;
  readonly images: readonly ImageConfig[];
}

/** An AWS account and region. */
export interface Location {
  readonly account?: string;
  readonly region?: string;
}

/** Whether each image has groups of its own in each stage, or all images of a stage share one set. */
export type Groups = 'per-image' | 'shared';

/** Whether an account gets GitHub's identity provider from here or has it already. */
export type IdentityProvider = 'create' | 'existing';

export interface StageConfig extends Location {
  readonly identityProvider: IdentityProvider;
  /** GitHub environment whose jobs may push to this stage. */
  readonly environment: string;
  readonly lifecycle: LifecycleConfig;
}

/** How long a stage keeps its images, in days. */
export interface LifecycleConfig {
  readonly expireUntaggedAfterDays: number;
  /** @default - nothing is archived */
  readonly archiveUnpulledAfterDays?: number;
  /** @default - what is archived stays there */
  readonly expireArchivedAfterDays?: number;
}

export interface ImageConfig {
  /** In PascalCase, the first part of its stacks' names. */
  readonly name: string;

  /** The name in kebab-case, the middle part of its repositories' names. */
  readonly repositoryName: string;

  /** Where the image is built, and who may push it. */
  readonly github: {
    readonly owner: string;
    readonly repository: string;
    readonly ownerId?: number;
    readonly repositoryId?: number;
  };

  /** Which forms of GitHub's subject are trusted; any but `classic` implies both ids. */
  readonly subject: 'classic' | 'immutable' | 'both';

  /** Who may pull from Release besides the members of its groups. */
  readonly release: ReleaseConfig;

  readonly retired: boolean;
}

/** End users in other accounts. */
export interface ReleaseConfig {
  readonly pullAccounts: readonly string[];
  /** @default - no organization */
  readonly pullOrganization?: string;
}

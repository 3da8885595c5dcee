import type { Groups, IdentityProvider, LifecycleConfig, Location, StageName } from './distribution';

/** What a team writes in distribution.config.ts. */
export interface DistributionInput {
  /**
   * First part of every repository's name, also the name of the pipeline.
   *
   * Another name makes other repositories and another pipeline; it does not rename those that exist.
   *
   * @default 'slipway'
   */
  readonly name?: string;

  /** Where this project itself lives on GitHub. */
  readonly source: SourceInput;

  /**
   * Where the pipeline runs.
   *
   * @default - in the account and region of whoever deploys it
   */
  readonly pipeline?: Location;

  /**
   * Whether accounts get GitHub's OIDC identity provider from here or have it already.
   *
   * An account holds only one for GitHub: a second one cannot be created.
   *
   * @default 'create'
   */
  readonly identityProvider?: IdentityProvider;

  /** What is different in one stage. */
  readonly stages?: Readonly<Partial<Record<StageName, StageInput>>>;

  /**
   * Whether each image has groups of its own in each stage, or all images of a stage share one set.
   *
   * A user can be in ten groups, which are those of three images; an account takes 300. Groups that are
   * shared let their members use all images.
   *
   * @default 'per-image'
   */
  readonly groups?: Groups;

  /**
   * Who may pull from Release besides the members of its groups.
   *
   * @default - nobody
   */
  readonly release?: ReleaseInput;

  /** The images that have registries, at least one. */
  readonly images: readonly ImageInput[];
}

export interface SourceInput {
  /** `owner/name` of this project's repository on GitHub. */
  readonly repository: string;

  /** @default 'master' */
  readonly branch?: string;

  /**
   * A CodeConnections connection to GitHub that exists already.
   *
   * @default - one is created, and an output links to where its handshake is finished
   */
  readonly connectionArn?: string;
}

export interface StageInput extends Location {
  /** @default - as for the whole distribution; stages in one account must agree */
  readonly identityProvider?: IdentityProvider;

  /**
   * GitHub environment whose jobs may push to this stage.
   *
   * @default - the stage's own name
   */
  readonly environment?: string;

  /** How long images are kept. */
  readonly lifecycle?: LifecycleInput;
}

export interface LifecycleInput {
  /** @default 14 */
  readonly expireUntaggedAfterDays?: LifecycleConfig['expireUntaggedAfterDays'];

  /**
   * Days without a pull after which an image moves to the archive storage class.
   *
   * A pull of an archived image fails until somebody restores it.
   *
   * @default - 90 in Development and Master; Release archives nothing
   */
  readonly archiveUnpulledAfterDays?: number;

  /**
   * Days in the archive after which an image expires, at least 90, the minimum that AWS charges for.
   *
   * @default - 365 in Development and Master; Release keeps what it archives
   */
  readonly expireArchivedAfterDays?: number;
}

/** End users in other AWS accounts, who may pull from Release and do nothing else. */
export interface ReleaseInput {
  /**
   * Accounts whose administrators decide who of theirs may pull; not the one of Release itself.
   *
   * @default - none
   */
  readonly pullAccounts?: readonly string[];

  /**
   * Organization of AWS Organizations all of whose accounts may pull, such as `o-abc123def4`.
   *
   * @default - none
   */
  readonly pullOrganization?: string;
}

export interface ImageInput {
  /** In PascalCase; `SampleImage` gives `slipway/sample-image/development` and so on. */
  readonly name: string;

  /**
   * `owner/name` of the GitHub repository that builds and pushes the image.
   *
   * In the very capitals that GitHub shows: AWS compares them letter by letter.
   */
  readonly repository: string;

  /** `gh api repos/OWNER/REPO --jq .owner.id`; required unless `subject` is `classic`. */
  readonly ownerId?: number;

  /** `gh api repos/OWNER/REPO --jq .id`; required unless `subject` is `classic`. */
  readonly repositoryId?: number;

  /**
   * The form in which the repository's jobs present themselves.
   *
   * Repositories created, renamed or transferred since July 2026 present themselves with ids
   * (`immutable`), older ones without (`classic`) unless they opted in. `classic` trusts the names
   * alone, whoever owns them; ids given with it are ignored, so that a change of form is one word.
   *
   * @default - both forms are trusted, which needs the ids
   */
  readonly subject?: 'classic' | 'immutable';

  /**
   * Who may pull this image from Release, in place of whom the distribution names; `{}` is nobody.
   *
   * @default - as for the whole distribution
   */
  readonly release?: ReleaseInput;

  /**
   * Takes the push role, the groups and the pulls of other accounts away and keeps the repositories with
   * their images.
   *
   * Release this before the entry itself is removed: the pipeline deletes no stack, so that an entry
   * that was just dropped would leave its push role alive.
   *
   * @default false
   */
  readonly retired?: boolean;
}

/** Name of the action that reviews a release. */
export const REVIEW_ACTION = 'Review';

/** Variables that the build of the review exports, for the approval to show. */
export const REVIEW_VARIABLES = {
  /** What changes, in a line. */
  short: 'REVIEW',

  /** Last part of the build's id, by which its log is found. */
  build: 'REVIEW_BUILD',
} as const;

/** Variables that the build of the review is given. */
export const REVIEW_SETTINGS = {
  /** Link to the commit on GitHub. */
  commit: 'COMMIT_PAGE',

  /** Name of the pipeline. */
  pipeline: 'PIPELINE',
} as const;

/** The program of the review in the assembly, where `cli/review/pipeline/bundle.cjs` puts it. */
export const REVIEW_PROGRAM = 'review/lib/review.cjs';

/**
 * Room for the review in the text of the approval.
 *
 * CodePipeline takes 1,000 characters once the variables are resolved; the rest is for the commit and its date.
 */
export const MAX_REVIEW_CHARACTERS = 800;

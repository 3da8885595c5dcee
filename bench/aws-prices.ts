/** A price of AWS in dollars, with the page that has it and how it was checked. */
export interface Price {
  /** What it buys, and how much of it. */
  readonly buys: string;
  readonly dollars: number;
  readonly per: string;

  /** Title of AWS's page. */
  readonly page: string;

  /** Whether only others who quote it were read on the date below, and no copy of AWS's page. */
  readonly isQuoted: boolean;
}

/** Date of the look-up; prices of other regions differ. */
export const LOOKED_UP = '2026-11-26';
export const REGION = 'us-east-1';

const CODEPIPELINE = 'AWS CodePipeline pricing';
const CODEBUILD = 'AWS CodeBuild pricing';
const ECR = 'Amazon ECR pricing';
const S3 = 'Amazon S3 pricing';
const KMS = 'AWS Key Management Service pricing';

/** Prices, and how much a month is free for good; offers for new customers are left out. */
export const PRICES = {
  /** Type V2; each action is rounded up to a minute, approvals are free. */
  actionMinute: {
    buys: 'actions, pipeline type V2',
    dollars: 0.002,
    per: 'action-minute',
    page: CODEPIPELINE,
    isQuoted: false,
  },

  /** general1.small on Linux, where CDK Pipelines builds; each build is rounded up to a minute. */
  buildMinute: {
    buys: 'builds, general1.small, Linux',
    dollars: 0.005,
    per: 'build-minute',
    page: CODEBUILD,
    isQuoted: true,
  },

  standardStorage: {
    buys: 'images, standard storage',
    dollars: 0.1,
    per: 'GB-month',
    page: ECR,
    isQuoted: true,
  },

  /** For the first 150 TB; beyond them it is 0.07. */
  archiveStorage: {
    buys: 'images, archive storage, first 150 TB',
    dollars: 0.1,
    per: 'GB-month',
    page: ECR,
    isQuoted: true,
  },

  /** S3 Standard, for the first 50 TB. */
  artifactStorage: {
    buys: 'artifacts, S3 Standard, first 50 TB',
    dollars: 0.023,
    per: 'GB-month',
    page: S3,
    isQuoted: true,
  },
  artifactReads: {
    buys: 'reads of artifacts',
    dollars: 0.0004,
    per: '1,000 GET requests',
    page: S3,
    isQuoted: true,
  },

  /** And as much again after the first yearly rotation, and once more after the second. */
  key: { buys: 'the key of the artifacts', dollars: 1, per: 'key and month', page: KMS, isQuoted: false },
  keyRequests: { buys: 'uses of the key', dollars: 0.03, per: '10,000 requests', page: KMS, isQuoted: true },
} as const satisfies Record<string, Price>;

export const FREE = {
  actionMinutes: 100,
  buildMinutes: 100,
  keyRequests: 20_000,
} as const;

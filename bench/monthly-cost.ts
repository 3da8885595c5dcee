import { STAGE_NAMES } from '../lib/config';
import type { ActionSize, AssemblySizes } from './assembly-sizes';
import { FREE, Price, PRICES } from './aws-prices';
import { number } from './table';

/** What a month is like: the part of a bill that no template tells. */
export interface Month {
  /** Pushes to the distribution's repository, each of which goes through the whole pipeline once. */
  readonly pushes: number;

  /** Minutes that an action takes, rounded up, by its provider, or by its name. */
  readonly minutes: Readonly<Record<string, number>>;

  /** GB that an image has in a stage. */
  readonly gigabytes: number;

  /** Part of the GB in Development and Master that is in the archive. */
  readonly archived: number;

  /** Months whose artifacts are kept: nothing deletes them. */
  readonly months: number;
}

/** One line of a bill. */
export interface CostLine {
  readonly name: string;
  readonly arithmetic: string;
  readonly dollars: number;
}

/** What of a distribution is paid for. */
export interface Bought {
  readonly images: number;
  readonly sizes: Pick<AssemblySizes, 'actions' | 'assembly' | 'keys'>;

  /** Bytes of the source that a push hands on. */
  readonly source: number;
}

const GIGABYTE = 1e9;

/** A month's bill, line by line. */
export function monthlyCost({ images, sizes, source }: Bought, month: Month): CostLine[] {
  const paid = sizes.actions.filter(({ provider }) => provider !== 'Manual');
  const builds = paid.filter(({ provider }) => provider === 'CodeBuild');
  const actionMinutes = total(paid.map((action) => minutesOf(action, month)));
  const buildMinutes = total(builds.map((action) => minutesOf(action, month)));

  const each = `${images} × ${month.gigabytes} GB`;
  const storage = images * month.gigabytes;
  const archive = 2 * storage * month.archived;
  const standard = STAGE_NAMES.length * storage - archive;
  const perPush = (sizes.assembly + source) / GIGABYTE;
  const stored = month.pushes * month.months * perPush;
  // One for each action; the two that a push writes are lost in rounding.
  const reads = month.pushes * paid.length;
  const chargedRequests = sizes.keys > 0 ? beyond(reads, FREE.keyRequests) : 0;

  const line = (
    name: string,
    counted: string,
    amount: number,
    unit: string,
    { dollars }: Price,
  ): CostLine => ({
    name,
    arithmetic: `${counted} = ${number(amount, 2)} ${unit} × $${dollars}`,
    dollars: amount * dollars,
  });
  const { pushes } = month;
  return [
    line(
      'CodePipeline',
      `${pushes} pushes × ${actionMinutes} minutes of ${paid.length} actions, ${FREE.actionMinutes} free`,
      beyond(pushes * actionMinutes, FREE.actionMinutes),
      'minutes',
      PRICES.actionMinute,
    ),
    line(
      'CodeBuild',
      `${pushes} pushes × ${buildMinutes} minutes of ${builds.length} builds, ${FREE.buildMinutes} free`,
      beyond(pushes * buildMinutes, FREE.buildMinutes),
      'minutes',
      PRICES.buildMinute,
    ),
    line(
      'ECR, standard',
      `${each} × ${STAGE_NAMES.length} stages, less the archive`,
      standard,
      'GB',
      PRICES.standardStorage,
    ),
    line('ECR, archive', `${each} × 2 stages × ${month.archived}`, archive, 'GB', PRICES.archiveStorage),
    line(
      'S3, artifacts',
      `${month.months} months × ${pushes} pushes × ${number(perPush * 1000, 2)} MB`,
      stored,
      'GB',
      PRICES.artifactStorage,
    ),
    line(
      'S3, reads',
      `${pushes} pushes × ${paid.length} actions`,
      reads / 1000,
      'thousands',
      PRICES.artifactReads,
    ),
    line('KMS, keys', 'if stages are in other accounts', sizes.keys, 'keys', PRICES.key),
    line(
      'KMS, requests',
      `${number(sizes.keys > 0 ? reads : 0)} requests, ${number(FREE.keyRequests)} free`,
      chargedRequests / 10_000,
      'ten thousands',
      PRICES.keyRequests,
    ),
  ];
}

/** @throws Error when nothing says how long an action takes */
function minutesOf({ name, provider }: ActionSize, { minutes }: Month): number {
  const value = minutes[name] ?? minutes[provider];
  if (value === undefined) {
    throw new Error(`nothing says how long ${name} (${provider}) takes, expected minutes for either`);
  }
  return Math.ceil(value);
}

function beyond(amount: number, free: number): number {
  return Math.max(0, amount - free);
}

function total(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}

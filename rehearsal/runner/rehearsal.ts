import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import distribution from '../../distribution.config';
import { Distribution } from '../../lib/config';
import { LocalAccount } from '../../emulators/account/local-account';
import { Clock, LocalCodePipeline } from '../../emulators/codepipeline';
import { expectRoom } from '../failures/disk-space';
import { releaseLock, takeLock } from './lock';
import { DIRECTORY, SOURCE_REPOSITORY } from './paths';
import { SourceRepository } from '../source/source-repository';

/** What earlier runs may have left: state and secrets of an account that is gone, and scratch directories. */
const LEFTOVERS = [
  'env.sh',
  'approver.env.sh',
  'report.json',
  'registry-login.json',
  'builds',
  'cdk.out',
  'neighbour.out',
  'planted.out',
  'seed.out',
  'pushed',
  'pulled',
  'image-repository',
];

/** What can be read after a run; the next run begins them anew. */
const RECORDS = ['logs', 'history'];

export interface RehearsalOptions {
  /** Names the account's part of the history: a run may need several accounts. */
  readonly record: string;

  /** Whether what is there was recorded by this run. */
  readonly keepsRecords: boolean;

  /** Port of the account. @default - a free one */
  readonly port?: number;
}

/** An empty local account with its CodePipeline, and a repository that stands for GitHub. */
export class Rehearsal {
  /** @throws Error when somebody else rehearses here, or the account does not come up */
  static async start({ record, keepsRecords, port }: RehearsalOptions): Promise<Rehearsal> {
    expectOnePlace(distribution);
    await expectRoom(DIRECTORY);
    await takeLock(DIRECTORY);
    for (const name of keepsRecords ? LEFTOVERS : [...LEFTOVERS, ...RECORDS]) {
      await fs.rm(path.join(DIRECTORY, name), { recursive: true, force: true });
    }
    const source = await SourceRepository.create(distribution.source.branch);
    const clock = new Clock();
    const codePipeline = await LocalCodePipeline.listen({
      directory: DIRECTORY,
      history: path.join(DIRECTORY, 'history', record),
      clock,
      repository: () => SOURCE_REPOSITORY,
    });
    try {
      const account = await LocalAccount.start({
        directory: DIRECTORY,
        codePipeline,
        port,
        ...place(distribution),
      });
      codePipeline.connect(account);
      return new Rehearsal(account, codePipeline, source, clock);
    } catch (error) {
      await codePipeline.close();
      await releaseLock(DIRECTORY);
      throw error;
    }
  }

  private constructor(
    readonly account: LocalAccount,
    readonly codePipeline: LocalCodePipeline,
    readonly source: SourceRepository,

    /** The time by which approvals wait. */
    readonly clock: Clock,
  ) {}

  /** Ends everything that was started; nothing outlives the command. */
  async stop(): Promise<void> {
    await this.codePipeline.close();
    await this.account.stop();
    await releaseLock(DIRECTORY);
  }
}

/** Where the pipeline is; without a word about it, where the connection is that it is given. */
function place({ pipeline, source: { connectionArn } }: Distribution) {
  const [, , , region, accountId] = connectionArn?.split(':') ?? [];
  return { accountId: pipeline.account ?? accountId, region: pipeline.region ?? region, connectionArn };
}

/** @throws Error when a stage is in another account or region: one account in one region is rehearsed */
function expectOnePlace({ pipeline, stages }: Distribution): void {
  for (const [name, { account, region }] of Object.entries(stages)) {
    if (account === pipeline.account && region === pipeline.region) continue;
    throw new Error(
      `distribution.config.ts puts ${name} into account ${account}, region ${region}, and the pipeline into ${pipeline.account}, ${pipeline.region}; leave out the stage's account and region while you rehearse: 'npm run rehearse -- several-accounts' puts each stage into an account of its own by itself`,
    );
  }
}

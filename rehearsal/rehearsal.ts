import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import distribution from '../distribution.config';
import { LocalAccount } from './account/local-account';
import { LocalCodePipeline } from './codepipeline/local-codepipeline';
import { DIRECTORY, SOURCE_REPOSITORY } from './paths';
import { SourceRepository } from './source-repository';

/** What earlier runs may have left: state and secrets of an account that is gone, and scratch directories. */
const LEFTOVERS = ['env.sh', 'approver.env.sh', 'report.json', 'logs', 'builds', 'cdk.out'];

/** An empty local account with its CodePipeline, and a repository that stands for GitHub. */
export class Rehearsal {
  static async start(): Promise<Rehearsal> {
    await fs.mkdir(DIRECTORY, { recursive: true });
    for (const name of LEFTOVERS) {
      await fs.rm(path.join(DIRECTORY, name), { recursive: true, force: true });
    }
    const codePipeline = await LocalCodePipeline.listen({
      directory: DIRECTORY,
      repository: () => SOURCE_REPOSITORY,
    });
    try {
      const { account: accountId, region } = distribution.pipeline;
      const account = await LocalAccount.start({ directory: DIRECTORY, accountId, region, codePipeline });
      codePipeline.connect(account);
      return new Rehearsal(account, codePipeline, await SourceRepository.create(distribution.source.branch));
    } catch (error) {
      await codePipeline.close();
      throw error;
    }
  }

  private constructor(
    readonly account: LocalAccount,
    readonly codePipeline: LocalCodePipeline,
    readonly source: SourceRepository,
  ) {}

  /** Ends everything that was started; nothing outlives the command. */
  async stop(): Promise<void> {
    await this.codePipeline.close();
    await this.account.stop();
  }
}

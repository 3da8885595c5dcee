import distribution from '../../../distribution.config';
import { Distribution } from '../../../lib/config';
import { LocalAccount } from '../../../emulators/account/local-account';
import { Clock, LocalCodePipeline } from '../../../emulators/codepipeline';
import { assertDiskSpace } from '../../failures/disk-space';
import { SourceRepository } from '../../source/source-repository';
import { releaseLock, takeLock } from '../directory/lock';
import { RehearsalDirectory } from '../directory/rehearsal-directory';
import { createExistingTopic } from './existing-topic';
import { assertRehearsable } from './rehearsable';

export interface LocalServicesOptions {
  readonly directory: RehearsalDirectory;

  /** Names the account's part of the history: a run may need several accounts. */
  readonly record: string;

  /** Whether what is there was recorded by this run. */
  readonly keepsRecords: boolean;

  /** Port of the account. @default - a free one */
  readonly port?: number;
}

/** An empty local account with its CodePipeline, and a repository that stands for GitHub. */
export class LocalServices {
  /** @throws Error when another rehearsal runs in the directory, or the account does not come up */
  static async start(options: LocalServicesOptions): Promise<LocalServices> {
    const { directory, record, keepsRecords, port } = options;
    assertRehearsable(distribution);
    await assertDiskSpace(directory.path);
    await takeLock(directory.path);
    let codePipeline: LocalCodePipeline | undefined;
    try {
      await directory.clear({ records: !keepsRecords });
      const source = await SourceRepository.create(directory, distribution.source.branch);
      const clock = new Clock();
      codePipeline = await LocalCodePipeline.listen({
        directory: directory.path,
        history: directory.file(`history/${record}`),
        clock,
        repository: () => directory.sourceRepository,
      });
      const account = await LocalAccount.start({
        directory: directory.shared,
        name: directory.name,
        codePipeline,
        port,
        ...pipelineEnvironment(distribution),
      });
      codePipeline.connect(account);
      const { topicArn } = distribution.notifications ?? {};
      if (topicArn !== undefined) await createExistingTopic(account, topicArn);
      return new LocalServices(directory, account, codePipeline, source, clock);
    } catch (error) {
      await codePipeline?.close();
      await releaseLock(directory.path);
      throw error;
    }
  }

  private constructor(
    readonly directory: RehearsalDirectory,
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
    await releaseLock(this.directory.path);
  }
}

/** Account and region of the pipeline; if the configuration leaves them out, those of what it is given. */
function pipelineEnvironment({ pipeline, notifications, source: { connectionArn } }: Distribution) {
  const [, , , region, accountId] = (notifications?.topicArn ?? connectionArn)?.split(':') ?? [];
  return { accountId: pipeline.account ?? accountId, region: pipeline.region ?? region, connectionArn };
}

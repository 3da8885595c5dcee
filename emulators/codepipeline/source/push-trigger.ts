import { callConnections } from '../aws/connection';
import type { AwsAccess } from '../aws/aws-access';
import { FindRepository, headOf } from './git';
import type { Pipeline } from '../execution/pipeline';

/**
 * Starts pipelines when a commit is pushed, as the webhook of a connection does.
 *
 * A pending connection has no webhook: such a push is not noticed.
 */
export class PushTrigger {
  /** Where the branches of a pipeline stood; a pipeline that is created again has seen none. */
  private readonly seen = new WeakMap<Pipeline, Map<string, string | undefined>>();
  private timer?: NodeJS.Timeout;
  private busy = false;

  constructor(
    private readonly pipelines: ReadonlyMap<string, Pipeline>,
    private readonly findRepository: FindRepository,
  ) {}

  /** Looks again and again, until it is closed. */
  watch(account: AwsAccess, milliseconds: number): void {
    this.timer = setInterval(() => void this.look(account), milliseconds);
  }

  close(): void {
    clearInterval(this.timer);
  }

  /** Looks at the branches of all pipelines once, unless it is looking already. */
  async look(account: AwsAccess): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    for (const [name, pipeline] of this.pipelines) {
      // Whatever does not answer now, an account that is about to end for instance, is asked at the next look.
      await this.lookAt(account, name, pipeline).catch(() => undefined);
    }
    this.busy = false;
  }

  private async lookAt(account: AwsAccess, name: string, pipeline: Pipeline): Promise<void> {
    const sources = pipeline.declaration.stages?.[0]?.actions ?? [];
    const seen = this.seen.get(pipeline) ?? new Map<string, string | undefined>();
    this.seen.set(pipeline, seen);
    for (const { configuration = {} } of sources) {
      const { BranchName = '', ConnectionArn, DetectChanges, FullRepositoryId = '' } = configuration;
      if (DetectChanges === 'false') continue;
      const head = await headOf(this.findRepository(FullRepositoryId), BranchName);
      const branch = `${FullRepositoryId} ${BranchName}`;
      if (!seen.has(branch) || !head) seen.set(branch, head);
      if (seen.get(branch) === head) continue;
      const { Connection } = await callConnections(account, account.sdk().credentials, 'GetConnection', {
        ConnectionArn,
      });
      seen.set(branch, head);
      if (this.pipelines.get(name) !== pipeline) return;
      if ((Connection as { ConnectionStatus?: string }).ConnectionStatus !== 'AVAILABLE') continue;
      pipeline.start({ triggerType: 'WebhookV2', triggerDetail: ConnectionArn ?? '' });
    }
  }
}

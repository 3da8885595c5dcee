import { callConnections } from './connection';
import type { AwsAccess } from './aws-access';
import { FindRepository, headOf } from './actions/source';
import type { Pipeline } from './pipeline';

/**
 * Starts pipelines when somebody pushes, as the webhook of a connection does.
 *
 * A connection whose handshake is not finished has no webhook: such a push is not noticed.
 */
export class PushTrigger {
  private readonly seen = new Map<string, string | undefined>();
  private timer?: NodeJS.Timeout;
  private busy = false;

  constructor(
    private readonly pipelines: ReadonlyMap<string, Pipeline>,
    private readonly findRepository: FindRepository,
  ) {}

  watch(account: AwsAccess, milliseconds: number): void {
    this.timer = setInterval(() => void this.look(account), milliseconds);
  }

  close(): void {
    clearInterval(this.timer);
  }

  private async look(account: AwsAccess): Promise<void> {
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
    for (const { configuration = {} } of sources) {
      const { BranchName = '', ConnectionArn, DetectChanges, FullRepositoryId = '' } = configuration;
      if (DetectChanges === 'false') continue;
      const head = await headOf(this.findRepository(FullRepositoryId), BranchName);
      const key = [name, FullRepositoryId, BranchName].join(' ');
      if (!this.seen.has(key) || !head) this.seen.set(key, head);
      if (this.seen.get(key) === head) continue;
      const { Connection } = await callConnections(account, account.sdk().credentials, 'GetConnection', {
        ConnectionArn,
      });
      this.seen.set(key, head);
      if ((Connection as { ConnectionStatus?: string }).ConnectionStatus !== 'AVAILABLE') continue;
      pipeline.start({ triggerType: 'WebhookV2', triggerDetail: ConnectionArn ?? '' });
    }
  }
}

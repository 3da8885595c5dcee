import { callConnections } from '../aws/connection';
import type { AwsAccess } from '../aws/aws-access';
import { FindRepository, headOf, refsState } from './git';
import type { Pipeline } from '../execution/pipeline';

/** A branch, as it was looked at last. */
interface SeenBranch {
  /** @default - there was no such branch */
  readonly head?: string;

  /** State of the references at that time. @default - not known */
  readonly refs?: string;
}

/**
 * Starts pipelines when a commit is pushed, as the webhook of a connection does.
 *
 * A pending connection has no webhook: such a push is not noticed.
 */
export class PushTrigger {
  /** Where the branches of a pipeline stood; a pipeline that is created again has seen none. */
  private readonly seen = new WeakMap<Pipeline, Map<string, SeenBranch>>();
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
    const seen = this.seen.get(pipeline) ?? new Map<string, SeenBranch>();
    this.seen.set(pipeline, seen);
    for (const { configuration = {} } of sources) {
      const { BranchName = '', ConnectionArn, DetectChanges, FullRepositoryId = '' } = configuration;
      if (DetectChanges === 'false') continue;
      const repository = this.findRepository(FullRepositoryId);
      const branch = `${FullRepositoryId} ${BranchName}`;
      const before = seen.get(branch);
      // Read before the head is: a push between the two is seen at the next look.
      const refs = await refsState(repository, BranchName);
      if (before && refs && before.refs === refs) continue;
      const head = await headOf(repository, BranchName);
      const hasMoved = before && head && before.head !== head;
      const answer = hasMoved
        ? await callConnections(account, account.sdk().credentials, 'GetConnection', { ConnectionArn })
        : undefined;
      seen.set(branch, { head, refs });
      if (!answer) continue;
      if (this.pipelines.get(name) !== pipeline) return;
      if ((answer.Connection as { ConnectionStatus?: string }).ConnectionStatus !== 'AVAILABLE') continue;
      pipeline.start({ triggerType: 'WebhookV2', triggerDetail: ConnectionArn ?? '' });
    }
  }
}

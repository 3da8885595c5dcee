import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { PutApprovalResultCommand } from '@aws-sdk/client-codepipeline';
import { readReview } from '../../cli/shared/approval/review-log';
import distribution from '../../distribution.config';
import { Credentials, LocalAccount } from '../../emulators/account/local-account';
import { PendingApproval } from '../observe/pipeline/pending-approval';
import { Pipeline } from '../observe/pipeline/pipeline';
import type { Decision } from '../runner/approve';
import { Progress } from '../runner/progress';
import type { GroupMember } from './group-member';

/** A member of the approvers' group, who may see the pipeline and answer. */
export class Approver {
  /** The pipeline as the approver sees it. */
  readonly pipeline: Pipeline;

  constructor(
    private readonly account: LocalAccount,
    readonly credentials: Credentials,
    private readonly progress: Progress,
    private readonly member?: GroupMember,
  ) {
    this.pipeline = new Pipeline(account, credentials, distribution.name);
  }

  /** Leaves: CloudFormation deletes no group that has members. */
  async leave(): Promise<void> {
    await this.progress.step("The approver leaves the approvers' group", async () => this.member?.remove());
  }

  /** The whole review of what waits, which approvers may read. */
  async readReview({ buildId }: PendingApproval): Promise<string | undefined> {
    return buildId && readReview(new CloudWatchLogsClient(this.account.sdk(this.credentials)), buildId);
  }

  /** Answers an approval. */
  async answer(approval: PendingApproval, decision: Decision): Promise<void> {
    await this.progress.step(`${decision} by a member of the approvers' group`, () =>
      this.put(approval, decision),
    );
  }

  /** The same within a step of a scenario's own. */
  async put(
    { stageName, actionName, token }: PendingApproval,
    status: Decision,
    summary = `${status} in the rehearsal`,
  ): Promise<void> {
    const { client, pipelineName } = this.pipeline;
    const result = { status, summary };
    await client.send(new PutApprovalResultCommand({ pipelineName, stageName, actionName, token, result }));
  }
}

import { randomUUID } from 'node:crypto';
import type { ActionExecution } from '../execution/action-execution';
import { ActionFailure } from '../execution/action-failure';
import type { ActionContext, ActionRunner } from './action-runner';
import { publish } from '../aws/publish';
import type { Clock } from '../clock';
import { ServiceError } from '../server/service-error';

const MINUTE = 60_000;
const DEFAULT_MINUTES = 7 * 24 * 60;

/** An approver's answer. */
export interface ApprovalResult {
  readonly status: 'Approved' | 'Rejected';
  readonly summary: string;
}

/** Approvals that wait for an answer. */
export class ManualApprovals {
  private readonly waiting = new Map<ActionExecution, (result: ApprovalResult) => void>();

  /** Tokens of the requests that have their answer. */
  private readonly answered = new Set<string>();

  constructor(private readonly clock: Clock) {}

  /** Waits for the answer, seven days unless the action says otherwise. */
  readonly runner: ActionRunner = async (context) => {
    const { action, signal, configuration } = context;
    if (signal.aborted) return;
    const token = randomUUID();
    const minutes = action.declaration.timeoutInMinutes ?? DEFAULT_MINUTES;
    if (configuration.NotificationArn) {
      await tell(context, token, new Date(this.clock.now() + minutes * MINUTE));
      if (signal.aborted) return;
    }
    action.token = token;
    let cancelTimeout: (() => void) | undefined;
    const result = await new Promise<ApprovalResult | undefined>((resolve) => {
      this.waiting.set(action, resolve);
      cancelTimeout = this.clock.after(minutes * MINUTE, () => {
        this.waiting.delete(action);
        resolve(undefined);
      });
      signal.addEventListener('abort', () => resolve(undefined), { once: true });
    });
    cancelTimeout?.();
    this.waiting.delete(action);
    if (signal.aborted) return;
    if (!result)
      throw new ActionFailure(
        'TimeoutError',
        `The approval was not answered within ${minutes} minutes; release the change again`,
      );
    action.summary = result.summary;
    if (result.status === 'Rejected') {
      throw new ActionFailure('JobFailed', `Rejected by ${action.updatedBy}: ${result.summary}`);
    }
  };

  /**
   * Answers an approval.
   *
   * @throws ServiceError when it has been answered, or the token is not that of a request that waits
   */
  answer(action: ActionExecution | undefined, token: string, result: ApprovalResult, caller: string): void {
    if (this.answered.has(token)) {
      throw new ServiceError(
        'ApprovalAlreadyCompletedException',
        'The approval action has already been approved or rejected; get-pipeline-state shows what waits now',
      );
    }
    const resolve = action && this.waiting.get(action);
    if (!action || !resolve || action.token !== token) {
      throw new ServiceError(
        'InvalidApprovalTokenException',
        'The token is not that of an approval that waits; get-pipeline-state shows it while one does',
      );
    }
    this.waiting.delete(action);
    this.answered.add(token);
    action.updatedBy = caller;
    resolve(result);
  }
}

/**
 * Tells a topic that an approval waits, under the role of the action.
 *
 * (AWS CodePipeline User Guide, "JSON data format for manual approval notifications in CodePipeline".)
 *
 * @throws ActionFailure when the role may not publish to it, or it is not there
 */
async function tell(context: ActionContext, token: string, expires: Date): Promise<void> {
  const { account, action, configuration, credentials, execution } = context;
  const { region } = account;
  const [pipelineName = '', actionName = ''] = [execution.pipeline.name, action.declaration.name];
  const consoleLink = `https://console.aws.amazon.com/codesuite/codepipeline/pipelines/${pipelineName}/view?region=${region}`;
  const approval = {
    pipelineName,
    stageName: action.stageName,
    actionName,
    token,
    expires: expires.toISOString().replace(/:\d\d\.\d+Z$/, 'Z'),
    externalEntityLink: configuration.ExternalEntityLink,
    approvalReviewLink: `${consoleLink}#/${action.stageName}/${actionName}/approve/${token}`,
    customData: configuration.CustomData,
  };
  await publish(account, credentials, {
    topicArn: configuration.NotificationArn,
    subject: `APPROVAL NEEDED: AWS CodePipeline ${pipelineName} for action ${actionName}`.slice(0, 100),
    message: JSON.stringify({ region, consoleLink, approval }),
  });
}

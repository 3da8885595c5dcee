import { randomUUID } from 'node:crypto';
import { ActionFailure } from '../action-failure';
import type { ActionRunner } from '../action-runner';
import type { ActionExecution } from '../execution';
import { ServiceError } from '../service-error';

const MINUTE = 60_000;
const DEFAULT_MINUTES = 7 * 24 * 60;
const LONGEST_TIMER = 2 ** 31 - 1;

/** What an approver said. */
export interface ApprovalResult {
  readonly status: 'Approved' | 'Rejected';
  readonly summary: string;
}

/** Approvals that wait for an answer. */
export class ManualApprovals {
  private readonly waiting = new Map<ActionExecution, (result: ApprovalResult) => void>();

  /** Waits for the answer, seven days unless the action says otherwise. */
  readonly runner: ActionRunner = async ({ action, signal }) => {
    if (signal.aborted) return;
    action.token = randomUUID();
    const minutes = action.declaration.timeoutInMinutes ?? DEFAULT_MINUTES;
    let timer: NodeJS.Timeout | undefined;
    const result = await new Promise<ApprovalResult | undefined>((resolve) => {
      this.waiting.set(action, resolve);
      timer = setTimeout(() => resolve(undefined), Math.min(minutes * MINUTE, LONGEST_TIMER));
      signal.addEventListener('abort', () => resolve(undefined), { once: true });
    });
    clearTimeout(timer);
    this.waiting.delete(action);
    if (signal.aborted) return;
    if (!result)
      throw new ActionFailure(
        'TimeoutError',
        `Nobody approved within ${minutes} minutes; release the change again`,
      );
    action.summary = result.summary;
    if (result.status === 'Rejected') {
      throw new ActionFailure('JobFailed', `Rejected by ${action.updatedBy}: ${result.summary}`);
    }
  };

  /**
   * Answers an approval.
   *
   * @throws ServiceError when it has been answered, or the token is of another request
   */
  answer(action: ActionExecution | undefined, token: string, result: ApprovalResult, caller: string): void {
    const resolve = action && this.waiting.get(action);
    if (!action || !resolve) {
      throw new ServiceError(
        'ApprovalAlreadyCompletedException',
        'The approval action has already been approved or rejected',
      );
    }
    if (action.token !== token) {
      throw new ServiceError(
        'InvalidApprovalTokenException',
        'The token is not that of the approval that waits; get-pipeline-state shows it',
      );
    }
    this.waiting.delete(action);
    action.updatedBy = caller;
    resolve(result);
  }
}

import { randomUUID } from 'node:crypto';
import type { ActionExecution } from '../execution/action-execution';
import { ActionFailure } from '../execution/action-failure';
import type { ActionRunner } from './action-runner';
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
  readonly runner: ActionRunner = async ({ action, signal }) => {
    if (signal.aborted) return;
    action.token = randomUUID();
    const minutes = action.declaration.timeoutInMinutes ?? DEFAULT_MINUTES;
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

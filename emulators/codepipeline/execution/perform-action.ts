import type { ActionExecution } from './action-execution';
import { ActionFailure } from './action-failure';
import type { Execution } from './execution';

/** Does what an action of an execution is for, to its end. */
export type RunAction = (execution: Execution, action: ActionExecution) => Promise<void>;

/** Runs one action until it has succeeded, failed or been abandoned. */
export async function performAction(
  execution: Execution,
  action: ActionExecution,
  runAction: RunAction,
): Promise<void> {
  const work = runAction(execution, action).then(
    () => action.status === 'InProgress' && action.end('Succeeded'),
    (error: unknown) => {
      if (action.status !== 'InProgress') return; // abandoned: its result counts no more
      const { code, message } = ActionFailure.of(error);
      action.error = { code, message };
      action.end('Failed');
    },
  );
  await Promise.race([work, action.abandoned()]);
}

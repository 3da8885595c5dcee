import type { ActionExecution } from './action-execution';
import { ActionFailure } from './action-failure';

/** Does what an action is for, to its end. */
export type RunAction = (action: ActionExecution) => Promise<void>;

/** Runs one action until it has succeeded or failed, or nobody waits for it any more. */
export async function performAction(action: ActionExecution, runAction: RunAction): Promise<void> {
  const abandoned = new Promise<void>((resolve) => {
    action.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  const work = runAction(action).then(
    () => action.status === 'InProgress' && action.end('Succeeded'),
    (error: unknown) => {
      if (action.status !== 'InProgress') return; // abandoned: nobody asks for its result
      const { code, message } = ActionFailure.of(error);
      action.error = { code, message };
      action.end('Failed');
    },
  );
  await Promise.race([work, abandoned]);
}

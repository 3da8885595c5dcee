import { ActionExecutionDetail } from '@aws-sdk/client-codepipeline';

/** When some actions of an execution ran, and how many they are. */
export interface ActionTimes {
  readonly count: number;
  readonly began: number;
  readonly ended: number;
}

/** When the stages of an execution ran, with the approvals between Master and Release. */
export interface StageOrder {
  readonly development: ActionTimes;
  readonly master: ActionTimes;
  readonly approvals: ActionTimes;
  readonly release: ActionTimes;
}

/** Reads from its actions in which order the stages of an execution ran. */
export function stageOrder(actions: readonly ActionExecutionDetail[]): StageOrder {
  const times = (isMeant: (stage: string, action: string) => boolean): ActionTimes => {
    const meant = actions.filter(({ stageName = '', actionName = '' }) => isMeant(stageName, actionName));
    const began = meant.map(({ startTime }) => startTime?.getTime() ?? 0);
    const ended = meant.map(({ lastUpdateTime }) => lastUpdateTime?.getTime() ?? 0);
    return { count: meant.length, began: Math.min(...began), ended: Math.max(...ended) };
  };
  return {
    development: times((stage) => stage.startsWith('Development')),
    master: times((stage) => stage.startsWith('Master')),
    approvals: times((_, action) => action === 'Approve'),
    // The review comes before the approval, for whom it is.
    release: times((stage, action) => stage.startsWith('Release') && !['Review', 'Approve'].includes(action)),
  };
}

/** What began before all of what comes before it had ended. */
export function early({ development, master, approvals, release }: StageOrder): ActionTimes[] {
  const order = [development, master, approvals, release];
  return order.slice(1).filter(({ began }, index) => began < order[index].ended);
}

import { ContextEntry, IAMClient, SimulateCustomPolicyCommand } from '@aws-sdk/client-iam';
import { groupBy } from './group-by';

export interface Question {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

/** What of all this documents don't allow, decided by the account's evaluator. */
export async function refused<T extends Question>(
  iam: IAMClient,
  documents: readonly string[],
  questions: readonly T[],
): Promise<T[]> {
  const groups = groupBy(questions, ({ action, context }) => JSON.stringify([action, context]));
  const answers = await Promise.all(
    groups.map(async (group) => {
      const { EvaluationResults = [] } = await iam.send(
        new SimulateCustomPolicyCommand({
          PolicyInputList: [...documents],
          ActionNames: [group[0].action],
          ResourceArns: group.map(({ resource }) => resource),
          ContextEntries: Object.entries(group[0].context).map(contextEntry),
        }),
      );
      return group.filter((_, index) => EvaluationResults[index]?.EvalDecision !== 'allowed');
    }),
  );
  return answers.flat();
}

function contextEntry([ContextKeyName, value]: [string, string | readonly string[]]): ContextEntry {
  const isList = typeof value !== 'string';
  return {
    ContextKeyName,
    ContextKeyType: isList ? 'stringList' : 'string',
    ContextKeyValues: isList ? [...value] : [value],
  };
}

import {
  ActionExecutionDetail,
  CodePipelineClient,
  GetPipelineStateCommand,
  paginateListActionExecutions,
  StageState,
} from '@aws-sdk/client-codepipeline';

/** An approval without an answer, which holds its stage. */
export interface PendingApproval {
  readonly executionId: string;
  readonly actionExecutionId: string;

  /** Stage and action of the pipeline in which it is. */
  readonly stageName: string;
  readonly actionName: string;

  /** By which CodePipeline knows this one request. */
  readonly token: string;

  /** What is asked: what changes, in a line, with the commit and its date. */
  readonly question: string;

  /** Where the whole review is in the console. */
  readonly link: string;

  /** Id of the build whose log the whole review is. @default - no build came before it in its stage */
  readonly buildId?: string;
}

/** The approval that waits in a pipeline, if one does: its stages are passed in order, and one approval is in them. */
export async function readPendingApproval(
  client: CodePipelineClient,
  pipelineName: string,
): Promise<PendingApproval | undefined> {
  const { stageStates = [] } = await client.send(new GetPipelineStateCommand({ name: pipelineName }));
  const [executionId] = stageStates.flatMap(({ actionStates = [], latestExecution }) =>
    // Nothing else has a token.
    actionStates.some(({ latestExecution: run }) => run?.status === 'InProgress' && run.token)
      ? (latestExecution?.pipelineExecutionId ?? [])
      : [],
  );
  if (executionId === undefined) return undefined;
  const actions: ActionExecutionDetail[] = [];
  const filter = { pipelineExecutionId: executionId };
  for await (const page of paginateListActionExecutions({ client }, { pipelineName, filter })) {
    actions.push(...(page.actionExecutionDetails ?? []));
  }
  return pendingAmong(actions.reverse(), stageStates);
}

/**
 * The approval that one of an execution's actions waits for, once it can be answered.
 *
 * @param actions Oldest first.
 */
export function pendingAmong(
  actions: readonly ActionExecutionDetail[],
  stages: readonly StageState[],
): PendingApproval | undefined {
  const action = actions.find(
    ({ input, status }) => input?.actionTypeId?.category === 'Approval' && status === 'InProgress',
  );
  const token = stages
    .find(({ stageName }) => stageName === action?.stageName)
    ?.actionStates?.find(({ actionName }) => actionName === action?.actionName)?.latestExecution?.token;
  if (!action || !token) return undefined;
  const { CustomData = '', ExternalEntityLink = '' } = action.input?.resolvedConfiguration ?? {};
  // Of one that was tried again, the last counts.
  const build = actions.findLast(
    ({ input, stageName }) => input?.actionTypeId?.provider === 'CodeBuild' && stageName === action.stageName,
  );
  return {
    executionId: action.pipelineExecutionId ?? '',
    actionExecutionId: action.actionExecutionId ?? '',
    stageName: action.stageName ?? '',
    actionName: action.actionName ?? '',
    token,
    question: CustomData,
    link: ExternalEntityLink,
    buildId: build?.output?.executionResult?.externalExecutionId,
  };
}

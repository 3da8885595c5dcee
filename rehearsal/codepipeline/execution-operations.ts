import type * as sdk from '@aws-sdk/client-codepipeline';
import type { ManualApprovals } from './actions/manual-approval';
import type { Caller } from './caller';
import { findExecution, findPipeline, findStage, Pipelines } from './lookup';
import { paginate } from './paginate';
import { ServiceError } from './service-error';
import { actionDetail, executionSummary, pipelineExecution } from './views';

const LONGEST_SUMMARY = 512;

/** Operations of CodePipeline's API on executions (AWS CodePipeline API Reference). */
export class ExecutionOperations {
  constructor(
    private readonly pipelines: Pipelines,
    private readonly approvals: ManualApprovals,
  ) {}

  ListPipelineExecutions(
    { pipelineName, maxResults, nextToken }: sdk.ListPipelineExecutionsInput,
    caller: Caller,
  ): sdk.ListPipelineExecutionsOutput {
    const { executions } = findPipeline(this.pipelines, pipelineName, caller);
    const page = paginate(executions, maxResults, nextToken);
    return { pipelineExecutionSummaries: page.items.map(executionSummary), nextToken: page.nextToken };
  }

  GetPipelineExecution(
    { pipelineName, pipelineExecutionId }: sdk.GetPipelineExecutionInput,
    caller: Caller,
  ): sdk.GetPipelineExecutionOutput {
    const execution = findExecution(findPipeline(this.pipelines, pipelineName, caller), pipelineExecutionId);
    return { pipelineExecution: pipelineExecution(execution) };
  }

  ListActionExecutions(
    { pipelineName, filter, maxResults, nextToken }: sdk.ListActionExecutionsInput,
    caller: Caller,
  ): sdk.ListActionExecutionsOutput {
    const wanted = filter?.pipelineExecutionId;
    const actions = findPipeline(this.pipelines, pipelineName, caller)
      .executions.filter(({ id }) => !wanted || id === wanted)
      .flatMap((execution) => execution.actions.toReversed());
    const page = paginate(actions, maxResults, nextToken);
    return { actionExecutionDetails: page.items.map(actionDetail), nextToken: page.nextToken };
  }

  StartPipelineExecution(
    { name }: sdk.StartPipelineExecutionInput,
    caller: Caller,
  ): sdk.StartPipelineExecutionOutput {
    const trigger = { triggerType: 'StartPipelineExecution', triggerDetail: caller.arn } as const;
    return { pipelineExecutionId: findPipeline(this.pipelines, name, caller).start(trigger).id };
  }

  StopPipelineExecution(
    { pipelineName, pipelineExecutionId, abandon = false, reason = '' }: sdk.StopPipelineExecutionInput,
    caller: Caller,
  ): sdk.StopPipelineExecutionOutput {
    const pipeline = findPipeline(this.pipelines, pipelineName, caller);
    const execution = findExecution(pipeline, pipelineExecutionId);
    if (!execution.running) {
      throw new ServiceError(
        'PipelineExecutionNotStoppableException',
        `The execution has ended: it is ${execution.status}`,
      );
    }
    if (execution.status === 'Stopping' && !abandon) {
      throw new ServiceError(
        'DuplicatedStopRequestException',
        'The execution is stopping already; abandon it to end it at once',
      );
    }
    pipeline.stop(execution, abandon, reason);
    return { pipelineExecutionId };
  }

  RetryStageExecution(
    { pipelineName, stageName, pipelineExecutionId, retryMode }: sdk.RetryStageExecutionInput,
    caller: Caller,
  ): sdk.RetryStageExecutionOutput {
    const pipeline = findPipeline(this.pipelines, pipelineName, caller);
    findStage(pipeline, stageName);
    if (retryMode !== 'FAILED_ACTIONS' && retryMode !== 'ALL_ACTIONS') {
      throw new ServiceError(
        'ValidationException',
        `retryMode is '${String(retryMode)}', expected FAILED_ACTIONS or ALL_ACTIONS`,
      );
    }
    pipeline.retry(findExecution(pipeline, pipelineExecutionId), stageName ?? '', retryMode);
    return { pipelineExecutionId };
  }

  PutApprovalResult(
    { pipelineName, stageName, actionName, result, token = '' }: sdk.PutApprovalResultInput,
    caller: Caller,
  ): sdk.PutApprovalResultOutput {
    const pipeline = findPipeline(this.pipelines, pipelineName, caller);
    const stage = findStage(pipeline, stageName);
    if (!stage.actions?.some(({ name }) => name === actionName)) {
      throw new ServiceError(
        'ActionNotFoundException',
        `Stage '${stageName}' does not have an action with name '${actionName}'`,
      );
    }
    const { status, summary = '' } = result ?? {};
    if ((status !== 'Approved' && status !== 'Rejected') || summary.length > LONGEST_SUMMARY) {
      throw new ServiceError(
        'ValidationException',
        `result is '${String(status)}' with a summary of ${summary.length} characters, expected Approved or Rejected with at most ${LONGEST_SUMMARY}`,
      );
    }
    const waiting = pipeline.executions
      .map((execution) => execution.latest(stageName ?? '', actionName))
      .find((action) => action?.status === 'InProgress');
    this.approvals.answer(waiting, token, { status, summary }, caller.arn);
    return { approvedAt: new Date() };
  }
}

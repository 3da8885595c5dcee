import type * as sdk from '@aws-sdk/client-codepipeline';
import type { ManualApprovals } from '../actions/manual-approval';
import type { Caller } from '../server/caller';
import { findAction, findExecution, findPipeline, findStage, Pipelines } from './lookup';
import type { Pipeline } from '../execution/pipeline';
import type { RetryMode } from '../execution/retry';
import { ServiceError } from '../server/service-error';
import { startOptions } from '../execution/start-options';

/** Operations of CodePipeline's API that change executions (AWS CodePipeline API Reference). */
export class ExecutionOperations {
  /** Executions by the tokens of the calls that started them; a pipeline that is created again has none. */
  private readonly started = new WeakMap<Pipeline, Map<string, string>>();

  constructor(
    private readonly pipelines: Pipelines,
    private readonly approvals: ManualApprovals,
  ) {}

  StartPipelineExecution(
    { name, clientRequestToken, ...request }: sdk.StartPipelineExecutionInput,
    caller: Caller,
  ): sdk.StartPipelineExecutionOutput {
    const pipeline = findPipeline(this.pipelines, name, caller);
    const started = this.started.get(pipeline) ?? new Map<string, string>();
    this.started.set(pipeline, started);
    const earlier = clientRequestToken && started.get(clientRequestToken);
    if (earlier) return { pipelineExecutionId: earlier };
    const options = startOptions(pipeline.declaration, request);
    const trigger = { triggerType: 'StartPipelineExecution', triggerDetail: caller.arn } as const;
    const { id } = pipeline.start(trigger, options);
    if (clientRequestToken) started.set(clientRequestToken, id);
    return { pipelineExecutionId: id };
  }

  StopPipelineExecution(
    { pipelineName, pipelineExecutionId, abandon = false, reason = '' }: sdk.StopPipelineExecutionInput,
    caller: Caller,
  ): sdk.StopPipelineExecutionOutput {
    const pipeline = findPipeline(this.pipelines, pipelineName, caller);
    // The API Reference has no PipelineExecutionNotFoundException for this operation.
    const execution = findExecution(pipeline, pipelineExecutionId, 'PipelineExecutionNotStoppableException');
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
    // Nor for this one: an execution that is not there is out of date at best.
    const execution = findExecution(pipeline, pipelineExecutionId, 'NotLatestPipelineExecutionException');
    pipeline.retry(execution, stageName ?? '', retryMode as RetryMode);
    return { pipelineExecutionId };
  }

  PutApprovalResult(
    { pipelineName, stageName = '', actionName, result, token = '' }: sdk.PutApprovalResultInput,
    caller: Caller,
  ): sdk.PutApprovalResultOutput {
    const pipeline = findPipeline(this.pipelines, pipelineName, caller);
    findAction(pipeline, stageName, actionName);
    const waiting = pipeline.executions
      .map((execution) => execution.latest(stageName, actionName))
      .find((action) => action?.status === 'InProgress');
    const { status, summary = '' } = result ?? {};
    this.approvals.answer(
      waiting,
      token,
      { status: status === 'Approved' ? status : 'Rejected', summary },
      caller.arn,
    );
    return { approvedAt: new Date() };
  }
}

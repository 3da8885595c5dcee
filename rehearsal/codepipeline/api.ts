import type * as sdk from '@aws-sdk/client-codepipeline';
import type { ManualApprovals } from './actions/manual-approval';
import type { Execution } from './execution';
import { Pipeline } from './pipeline';
import { ServiceError } from './service-error';
import { checkStructure } from './structure';
import { actionDetail, executionSummary, pipelineExecution, stageStates } from './views';

const LONGEST_SUMMARY = 512;

/** Who calls, as the account has authenticated it. */
export interface Caller {
  readonly arn: string;
  readonly accountId: string;
  readonly region: string;
}

/** The operations of CodePipeline's API (AWS CodePipeline API Reference). */
export class CodePipelineApi {
  readonly pipelines = new Map<string, Pipeline>();

  constructor(
    private readonly makePipeline: (declaration: sdk.PipelineDeclaration) => Pipeline,
    private readonly approvals: ManualApprovals,
  ) {}

  CreatePipeline(
    { pipeline: given, tags }: sdk.CreatePipelineInput,
    caller: Caller,
  ): sdk.CreatePipelineOutput {
    const declaration = checkStructure(given);
    const name = declaration.name ?? '';
    if (this.pipelines.has(name)) {
      throw new ServiceError(
        'PipelineNameInUseException',
        `A pipeline with the name '${name}' already exists in account '${caller.accountId}'`,
      );
    }
    const pipeline = this.makePipeline(declaration);
    this.pipelines.set(name, pipeline);
    pipeline.start({ triggerType: 'CreatePipeline', triggerDetail: caller.arn });
    return { pipeline: { ...declaration, version: pipeline.version }, tags };
  }

  UpdatePipeline({ pipeline: given }: sdk.UpdatePipelineInput, caller: Caller): sdk.UpdatePipelineOutput {
    const declaration = checkStructure(given);
    const pipeline = this.find(declaration.name, caller);
    pipeline.update(declaration);
    return { pipeline: { ...declaration, version: pipeline.version } };
  }

  DeletePipeline({ name = '' }: sdk.DeletePipelineInput): Record<string, never> {
    this.pipelines.get(name)?.end('The pipeline was deleted');
    this.pipelines.delete(name);
    return {};
  }

  GetPipeline({ name }: sdk.GetPipelineInput, caller: Caller): sdk.GetPipelineOutput {
    const { created, declaration, updated, version } = this.find(name, caller);
    const pipelineArn = `arn:aws:codepipeline:${caller.region}:${caller.accountId}:${name}`;
    return { pipeline: { ...declaration, version }, metadata: { pipelineArn, created, updated } };
  }

  ListPipelines(): sdk.ListPipelinesOutput {
    const pipelines = [...this.pipelines].map(([name, { created, declaration, updated, version }]) => ({
      name,
      version,
      pipelineType: declaration.pipelineType ?? 'V1',
      executionMode: 'SUPERSEDED' as const,
      created,
      updated,
    }));
    return { pipelines };
  }

  GetPipelineState({ name }: sdk.GetPipelineStateInput, caller: Caller): sdk.GetPipelineStateOutput {
    const pipeline = this.find(name, caller);
    const { created, updated, version: pipelineVersion } = pipeline;
    return { pipelineName: name, pipelineVersion, stageStates: stageStates(pipeline), created, updated };
  }

  ListPipelineExecutions(
    { pipelineName, maxResults, nextToken }: sdk.ListPipelineExecutionsInput,
    caller: Caller,
  ): sdk.ListPipelineExecutionsOutput {
    const { executions } = this.find(pipelineName, caller);
    const page = paginate(executions, maxResults, nextToken);
    return { pipelineExecutionSummaries: page.items.map(executionSummary), nextToken: page.nextToken };
  }

  GetPipelineExecution(
    { pipelineName, pipelineExecutionId }: sdk.GetPipelineExecutionInput,
    caller: Caller,
  ): sdk.GetPipelineExecutionOutput {
    const execution = this.findExecution(this.find(pipelineName, caller), pipelineExecutionId);
    return { pipelineExecution: pipelineExecution(execution) };
  }

  ListActionExecutions(
    { pipelineName, filter, maxResults, nextToken }: sdk.ListActionExecutionsInput,
    caller: Caller,
  ): sdk.ListActionExecutionsOutput {
    const wanted = filter?.pipelineExecutionId;
    const actions = this.find(pipelineName, caller)
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
    return { pipelineExecutionId: this.find(name, caller).start(trigger).id };
  }

  StopPipelineExecution(
    { pipelineName, pipelineExecutionId, abandon = false, reason = '' }: sdk.StopPipelineExecutionInput,
    caller: Caller,
  ): sdk.StopPipelineExecutionOutput {
    const pipeline = this.find(pipelineName, caller);
    const execution = this.findExecution(pipeline, pipelineExecutionId);
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
    const pipeline = this.find(pipelineName, caller);
    this.findStage(pipeline, stageName);
    if (retryMode !== 'FAILED_ACTIONS' && retryMode !== 'ALL_ACTIONS') {
      throw new ServiceError(
        'ValidationException',
        `retryMode is '${String(retryMode)}', expected FAILED_ACTIONS or ALL_ACTIONS`,
      );
    }
    pipeline.retry(this.findExecution(pipeline, pipelineExecutionId), stageName ?? '', retryMode);
    return { pipelineExecutionId };
  }

  PutApprovalResult(
    { pipelineName, stageName, actionName, result, token = '' }: sdk.PutApprovalResultInput,
    caller: Caller,
  ): sdk.PutApprovalResultOutput {
    const pipeline = this.find(pipelineName, caller);
    const stage = this.findStage(pipeline, stageName);
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

  private find(name: string | undefined, caller: Caller): Pipeline {
    const pipeline = this.pipelines.get(name ?? '');
    if (pipeline) return pipeline;
    throw new ServiceError(
      'PipelineNotFoundException',
      `Account '${caller.accountId}' does not have a pipeline with name '${name ?? ''}'`,
    );
  }

  private findExecution(pipeline: Pipeline, id: string | undefined): Execution {
    const execution = pipeline.executions.find((candidate) => candidate.id === id);
    if (execution) return execution;
    throw new ServiceError(
      'PipelineExecutionNotFoundException',
      `Pipeline '${pipeline.declaration.name}' does not have an execution with id '${id ?? ''}'`,
    );
  }

  private findStage(pipeline: Pipeline, stageName: string | undefined): sdk.StageDeclaration {
    const stage = pipeline.declaration.stages?.find(({ name }) => name === stageName);
    if (stage) return stage;
    throw new ServiceError(
      'StageNotFoundException',
      `Pipeline '${pipeline.declaration.name}' does not have a stage with name '${stageName ?? ''}'`,
    );
  }
}

function paginate<T>(items: readonly T[], maxResults = 100, nextToken = '0') {
  const from = Number(nextToken);
  if (!Number.isInteger(from) || from < 0)
    throw new ServiceError('InvalidNextTokenException', 'The next token is not one of ours');
  const to = from + maxResults;
  return { items: items.slice(from, to), nextToken: to < items.length ? String(to) : undefined };
}

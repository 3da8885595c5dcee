import type * as sdk from '@aws-sdk/client-codepipeline';
import type { Caller } from './caller';
import { findPipeline } from './lookup';
import type { Pipeline } from './pipeline';
import { ServiceError } from './service-error';
import { checkStructure } from './structure';
import { stageStates } from './views';

/** Operations of CodePipeline's API on pipelines (AWS CodePipeline API Reference). */
export class PipelineOperations {
  constructor(
    private readonly pipelines: Map<string, Pipeline>,
    private readonly makePipeline: (declaration: sdk.PipelineDeclaration) => Pipeline,
  ) {}

  CreatePipeline(
    { pipeline: given, tags }: sdk.CreatePipelineInput,
    caller: Caller,
  ): sdk.CreatePipelineOutput {
    const declaration = checkStructure(given);
    const name = declaration.name ?? '';
    if (this.pipelines.has(name)) {
      throw new ServiceError(
        'InvalidStructureException',
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
    const pipeline = findPipeline(this.pipelines, declaration.name, caller);
    pipeline.update(declaration);
    return { pipeline: { ...declaration, version: pipeline.version } };
  }

  DeletePipeline({ name = '' }: sdk.DeletePipelineInput): Record<string, never> {
    this.pipelines.get(name)?.end('The pipeline was deleted');
    this.pipelines.delete(name);
    return {};
  }

  GetPipeline({ name }: sdk.GetPipelineInput, caller: Caller): sdk.GetPipelineOutput {
    const { created, declaration, updated, version } = findPipeline(this.pipelines, name, caller);
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
    const pipeline = findPipeline(this.pipelines, name, caller);
    const { created, updated, version: pipelineVersion } = pipeline;
    return { pipelineName: name, pipelineVersion, stageStates: stageStates(pipeline), created, updated };
  }
}

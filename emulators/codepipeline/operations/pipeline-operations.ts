import type * as sdk from '@aws-sdk/client-codepipeline';
import type { Caller } from '../server/caller';
import { findPipeline } from './lookup';
import { paginate } from './paginate';
import type { Pipeline } from '../execution/pipeline';
import { ServiceError } from '../server/service-error';
import { checkStructure } from '../structure/structure';
import { stageStates } from '../views/pipeline-state';

/** Makes a pipeline that has not run yet. */
export type MakePipeline = (declaration: sdk.PipelineDeclaration, tags?: readonly sdk.Tag[]) => Pipeline;

/** Operations of CodePipeline's API on pipelines (AWS CodePipeline API Reference). */
export class PipelineOperations {
  constructor(
    private readonly pipelines: Map<string, Pipeline>,
    private readonly makePipeline: MakePipeline,
  ) {}

  CreatePipeline(
    { pipeline: given, tags }: sdk.CreatePipelineInput,
    caller: Caller,
  ): sdk.CreatePipelineOutput {
    const declaration = checkStructure(given as sdk.PipelineDeclaration, caller.region);
    const name = declaration.name ?? '';
    if (this.pipelines.has(name)) {
      throw new ServiceError(
        'InvalidStructureException',
        `A pipeline with the name '${name}' already exists in account '${caller.accountId}'`,
      );
    }
    const pipeline = this.makePipeline(declaration, tags);
    this.pipelines.set(name, pipeline);
    pipeline.start({ triggerType: 'CreatePipeline', triggerDetail: caller.arn });
    return { pipeline: { ...declaration, version: pipeline.version }, tags };
  }

  UpdatePipeline({ pipeline: given }: sdk.UpdatePipelineInput, caller: Caller): sdk.UpdatePipelineOutput {
    const declaration = checkStructure(given as sdk.PipelineDeclaration, caller.region);
    const pipeline = findPipeline(this.pipelines, declaration.name, caller);
    pipeline.update(declaration);
    return { pipeline: { ...declaration, version: pipeline.version } };
  }

  DeletePipeline({ name = '' }: sdk.DeletePipelineInput): Record<string, never> {
    this.pipelines.get(name)?.end('The pipeline was deleted');
    this.pipelines.delete(name);
    return {};
  }

  GetPipeline({ name = '', version: wanted }: sdk.GetPipelineInput, caller: Caller): sdk.GetPipelineOutput {
    const pipeline = findPipeline(this.pipelines, name, caller);
    const { created, updated, version } = pipeline;
    const declaration = pipeline.versionOf(wanted ?? version);
    if (!declaration) {
      throw new ServiceError(
        'PipelineVersionNotFoundException',
        `Pipeline '${name}' does not have a version ${wanted}, its latest is ${version}`,
      );
    }
    return {
      pipeline: { ...declaration, version: wanted ?? version },
      metadata: { pipelineArn: arnOf(name, caller), created, updated },
    };
  }

  ListPipelines(page: sdk.ListPipelinesInput): sdk.ListPipelinesOutput {
    const { items, nextToken } = paginate('pipelines', [...this.pipelines], ([name]) => name, page);
    const pipelines = items.map(([name, { created, declaration, updated, version }]) => ({
      name,
      version,
      pipelineType: declaration.pipelineType ?? 'V1',
      executionMode: 'SUPERSEDED' as const,
      created,
      updated,
    }));
    return { pipelines, nextToken };
  }

  GetPipelineState({ name }: sdk.GetPipelineStateInput, caller: Caller): sdk.GetPipelineStateOutput {
    const pipeline = findPipeline(this.pipelines, name, caller);
    const { created, updated, version: pipelineVersion } = pipeline;
    return { pipelineName: name, pipelineVersion, stageStates: stageStates(pipeline), created, updated };
  }

  ListTagsForResource(
    { resourceArn = '', ...page }: sdk.ListTagsForResourceInput,
    caller: Caller,
  ): sdk.ListTagsForResourceOutput {
    const { declaration, tags } = this.ofArn(resourceArn, caller);
    const { items, nextToken } = paginate(`tags ${declaration.name}`, tags, ({ key = '' }) => key, page);
    return { tags: items, nextToken };
  }

  TagResource({ resourceArn, tags = [] }: sdk.TagResourceInput, caller: Caller): sdk.TagResourceOutput {
    const pipeline = this.ofArn(resourceArn, caller);
    const keys = tags.map(({ key }) => key);
    pipeline.tags = [...pipeline.tags.filter(({ key }) => !keys.includes(key)), ...tags];
    return {};
  }

  UntagResource(
    { resourceArn, tagKeys = [] }: sdk.UntagResourceInput,
    caller: Caller,
  ): sdk.UntagResourceOutput {
    const pipeline = this.ofArn(resourceArn, caller);
    pipeline.tags = pipeline.tags.filter(({ key = '' }) => !tagKeys.includes(key));
    return {};
  }

  private ofArn(arn: string | undefined, caller: Caller): Pipeline {
    const found = [...this.pipelines].find(([name]) => arnOf(name, caller) === arn);
    if (!found) throw new ServiceError('ResourceNotFoundException', `There is no pipeline ${arn}`);
    return found[1];
  }
}

function arnOf(name: string, { accountId, region }: Caller): string {
  return `arn:aws:codepipeline:${region}:${accountId}:${name}`;
}

import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import { ServiceError } from '../server/service-error';

/**
 * A pipeline has a store where it is, and one in every other region in which an action of it runs.
 *
 * (AWS CodePipeline API Reference, "PipelineDeclaration"; User Guide, "Add a cross-Region action in CodePipeline".)
 *
 * @param region Where the pipeline is.
 * @throws ServiceError when a store is missing
 */
export function checkArtifactStores(pipeline: PipelineDeclaration, region: string): void {
  const { artifactStore, artifactStores, stages = [] } = pipeline;
  if (!artifactStore === !artifactStores) {
    throw structureError(
      `Pipeline has ${artifactStore ? 'both artifactStore and' : 'no artifactStore and no'} artifactStores, expected one of them: where its artifacts lie`,
    );
  }
  const actions = stages.flatMap((stage) => stage.actions ?? []);
  const elsewhere = actions.filter((action) => (action.region ?? region) !== region);
  const source = elsewhere.find(({ actionTypeId }) => actionTypeId?.category === 'Source');
  if (source) {
    throw structureError(
      `Source action ${source.name} is in region ${source.region}, expected ${region}, where the pipeline is`,
    );
  }
  const unsupported = elsewhere.find(({ actionTypeId }) => actionTypeId?.provider !== 'CloudFormation');
  if (unsupported) {
    throw structureError(
      `Action ${unsupported.name} of ${unsupported.actionTypeId?.provider} is in region ${unsupported.region} and the pipeline in ${region}: only actions of CloudFormation can be elsewhere here`,
    );
  }
  const [first] = elsewhere;
  if (artifactStore && first) {
    throw structureError(
      `Action ${first.name} is in region ${first.region} and the pipeline in ${region}: give it artifactStores, one for each region, in place of artifactStore`,
    );
  }
  const missing = [region, ...elsewhere.map((action) => action.region ?? region)].find(
    (one) => artifactStores && !artifactStores[one],
  );
  if (missing) throw structureError(`Pipeline has no artifact store in ${missing}, expected one there`);
}

function structureError(message: string): ServiceError {
  return new ServiceError('InvalidStructureException', message);
}

import type { PipelineDeclaration, StageDeclaration } from '@aws-sdk/client-codepipeline';
import { checkAction, checkArtifacts, checkNamespaces } from './action-structure';
import { checkName, checkUnique } from './constraints';
import { ServiceError } from './service-error';

const MOST = 50;

/**
 * Checks a pipeline as CreatePipeline and UpdatePipeline do.
 *
 * (AWS CodePipeline User Guide, "CodePipeline pipeline structure reference" and "Quotas".)
 *
 * @throws ServiceError with the code and the wording of AWS where they are known
 */
export function checkStructure(pipeline: PipelineDeclaration | undefined): PipelineDeclaration {
  if (!pipeline?.roleArn) {
    throw new ServiceError('ValidationException', "Value at 'pipeline' must have a name and a roleArn");
  }
  checkName('pipeline.name', pipeline.name);
  const { executionMode = 'SUPERSEDED', stages = [] } = pipeline;
  if (stages.length < 2) {
    throw structureError(
      `Pipeline has only ${stages.length} stage(s). There should be a minimum of 2 stages in a pipeline`,
    );
  }
  if (stages.length > MOST) {
    throw structureError(`Pipeline has ${stages.length} stages, at most ${MOST} are allowed`);
  }
  if (executionMode !== 'SUPERSEDED') {
    throw structureError(`Execution mode ${executionMode} is not offered here, expected SUPERSEDED`);
  }
  if (!pipeline.artifactStore?.location && !pipeline.artifactStores) {
    throw structureError('Pipeline has no artifactStore, expected the bucket that its artifacts lie in');
  }
  stages.forEach(checkStage);
  const names = stages.map(({ name = '' }) => name);
  checkUnique('stage', names, 'InvalidStageDeclarationException');
  checkArtifacts(stages);
  checkNamespaces(stages);
  return pipeline;
}

function checkStage({ name = '', actions = [] }: StageDeclaration, index: number): void {
  const member = `pipeline.stages.${index + 1}.member`;
  checkName(`${member}.name`, name);
  if (actions.length < 1 || actions.length > MOST) {
    throw new ServiceError(
      'InvalidStageDeclarationException',
      `Stage ${name} has ${actions.length} actions, 1 to ${MOST} are allowed`,
    );
  }
  for (const [position, action] of actions.entries()) {
    checkAction(`${member}.actions.${position + 1}.member`, action);
    if ((action.actionTypeId?.category === 'Source') !== (index === 0)) {
      throw structureError(
        `Source actions belong in the first stage, and only they: action ${action.name} in stage ${name}`,
      );
    }
  }
  const names = actions.map((action) => action.name ?? '');
  checkUnique(`action of stage ${name}`, names, 'InvalidActionDeclarationException');
}

function structureError(message: string): ServiceError {
  return new ServiceError('InvalidStructureException', message);
}

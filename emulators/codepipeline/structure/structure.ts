import type { PipelineDeclaration, StageDeclaration } from '@aws-sdk/client-codepipeline';
import { checkAction, checkArtifacts, checkNamespaces } from './action-structure';
import { checkArtifactStores } from './artifact-stores';
import { ServiceError } from '../server/service-error';
import { checkUnique } from './unique';

/** Stages of a pipeline, and actions of a stage. */
const MAX_PER_LEVEL = 50;

/** Actions of a pipeline (Service Quotas, "Total actions per pipeline"). */
const MAX_ACTIONS = 500;

/** Of a stage, what AWS has and nothing here acts upon: better refused than passed over. */
const STAGE_OPTIONS = ['onFailure', 'onSuccess', 'beforeEntry'] as const;

/**
 * Checks a pipeline as CreatePipeline and UpdatePipeline do, once their requests have the right shape.
 *
 * (AWS CodePipeline User Guide, "CodePipeline pipeline structure reference" and "Quotas".)
 *
 * @param region Where the pipeline is.
 * @throws ServiceError with the code and the wording of AWS where they are known
 */
export function checkStructure(pipeline: PipelineDeclaration, region: string): PipelineDeclaration {
  const { executionMode = 'SUPERSEDED', stages = [], triggers } = pipeline;
  if (stages.length < 2) {
    throw structureError(
      `Pipeline has only ${stages.length} stage(s). There should be a minimum of 2 stages in a pipeline`,
    );
  }
  if (stages.length > MAX_PER_LEVEL) {
    throw structureError(`Pipeline has ${stages.length} stages, at most ${MAX_PER_LEVEL} are allowed`);
  }
  if (executionMode !== 'SUPERSEDED') {
    throw structureError(`Execution mode ${executionMode} is not supported here, expected SUPERSEDED`);
  }
  if (triggers?.length) {
    throw structureError('triggers are not supported here, expected a source action that detects changes');
  }
  checkArtifactStores(pipeline, region);
  checkVariables(pipeline);
  stages.forEach(checkStage);
  const count = stages.flatMap(({ actions = [] }) => actions).length;
  if (count > MAX_ACTIONS) {
    throw structureError(`Pipeline has ${count} actions, at most ${MAX_ACTIONS} are allowed`);
  }
  const names = stages.map(({ name = '' }) => name);
  checkUnique('stage', names, 'InvalidStageDeclarationException');
  checkArtifacts(stages);
  checkNamespaces(stages);
  return pipeline;
}

function checkVariables({ pipelineType = 'V1', variables = [] }: PipelineDeclaration): void {
  if (variables.length && pipelineType !== 'V2') {
    throw structureError(`A pipeline of type ${pipelineType} cannot have variables, expected type V2`);
  }
  const names = variables.map(({ name = '' }) => name);
  checkUnique('variable', names, 'InvalidStructureException');
}

function checkStage(stage: StageDeclaration, index: number): void {
  const { actions = [], blockers = [], name = '' } = stage;
  const refused = STAGE_OPTIONS.find((option) => stage[option] !== undefined);
  if (refused) {
    throw new ServiceError(
      'InvalidStageDeclarationException',
      `${refused} of stage ${name} is not supported here: leave it out`,
    );
  }
  if (blockers.length > 0) {
    // The API Reference keeps them for future use ("StageDeclaration").
    throw new ServiceError(
      'InvalidBlockerDeclarationException',
      `Stage ${name} has the blocker ${blockers[0].name}, expected none: blockers are reserved for future use`,
    );
  }
  if (actions.length < 1 || actions.length > MAX_PER_LEVEL) {
    throw new ServiceError(
      'InvalidStageDeclarationException',
      `Stage ${name} has ${actions.length} actions, 1 to ${MAX_PER_LEVEL} are allowed`,
    );
  }
  for (const action of actions) {
    checkAction(action);
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

import type { ActionDeclaration, PipelineDeclaration, StageDeclaration } from '@aws-sdk/client-codepipeline';
import { ServiceError } from './service-error';

const NAME = /^[A-Za-z0-9.@_-]{1,100}$/;
const PROVIDERS = ['CodeStarSourceConnection', 'CodeBuild', 'CloudFormation', 'Manual'];

/**
 * Checks a pipeline as CreatePipeline and UpdatePipeline do.
 *
 * (AWS CodePipeline User Guide, "CodePipeline pipeline structure reference" and "Quotas".)
 *
 * @throws ServiceError with the code and the wording of AWS where they are known
 */
export function checkStructure(pipeline: PipelineDeclaration | undefined): PipelineDeclaration {
  if (!pipeline?.name || !pipeline.roleArn) {
    throw new ServiceError('ValidationException', "Value at 'pipeline' must have a name and a roleArn");
  }
  checkName('pipeline', pipeline.name, 'InvalidStructureException');
  const stages = pipeline.stages ?? [];
  if (stages.length < 2) {
    throw new ServiceError(
      'InvalidStructureException',
      `Pipeline has only ${stages.length} stage(s). There should be a minimum of 2 stages in a pipeline`,
    );
  }
  if (stages.length > 50) {
    throw new ServiceError(
      'InvalidStructureException',
      `Pipeline has ${stages.length} stages, at most 50 are allowed`,
    );
  }
  if (pipeline.executionMode && pipeline.executionMode !== 'SUPERSEDED') {
    throw new ServiceError(
      'InvalidStructureException',
      `Execution mode ${pipeline.executionMode} is not offered here, expected SUPERSEDED`,
    );
  }
  checkUnique(
    'stage',
    stages.map(({ name }) => name ?? ''),
    'InvalidStageDeclarationException',
  );
  stages.forEach(checkStage);
  checkArtifacts(stages);
  return pipeline;
}

function checkStage({ name = '', actions = [] }: StageDeclaration, index: number): void {
  checkName('stage', name, 'InvalidStageDeclarationException');
  if (actions.length < 1 || actions.length > 50) {
    throw new ServiceError(
      'InvalidStageDeclarationException',
      `Stage ${name} has ${actions.length} actions, 1 to 50 are allowed`,
    );
  }
  checkUnique(
    `action of stage ${name}`,
    actions.map((action) => action.name ?? ''),
    'InvalidActionDeclarationException',
  );
  for (const action of actions) {
    checkAction(action);
    if ((action.actionTypeId?.category === 'Source') !== (index === 0)) {
      throw new ServiceError(
        'InvalidStructureException',
        `Source actions belong in the first stage, and only they: action ${action.name} in stage ${name}`,
      );
    }
  }
}

function checkAction({ name = '', actionTypeId, runOrder = 1 }: ActionDeclaration): void {
  checkName('action', name, 'InvalidActionDeclarationException');
  if (!PROVIDERS.includes(actionTypeId?.provider ?? '')) {
    throw new ServiceError(
      'InvalidActionDeclarationException',
      `ActionType (Category: '${actionTypeId?.category}', Provider: '${actionTypeId?.provider}') in action '${name}' is not available, expected one of ${PROVIDERS.join(', ')}`,
    );
  }
  if (runOrder < 1 || runOrder > 999) {
    throw new ServiceError(
      'InvalidActionDeclarationException',
      `runOrder of ${name} is ${runOrder}, 1 to 999 are allowed`,
    );
  }
}

/** Actions in the order in which they run: those of one run order together, in parallel. */
export function byRunOrder(actions: readonly ActionDeclaration[]): ActionDeclaration[][] {
  const orders = [...new Set(actions.map(({ runOrder = 1 }) => runOrder))].sort((a, b) => a - b);
  return orders.map((order) => actions.filter(({ runOrder = 1 }) => runOrder === order));
}

/** Every input has to be the output of an action before. */
function checkArtifacts(stages: readonly StageDeclaration[]): void {
  const made = new Set<string>();
  for (const { actions = [] } of stages) {
    for (const together of byRunOrder(actions)) {
      for (const { name, inputArtifacts = [] } of together) {
        const missing = inputArtifacts.find((artifact) => !made.has(artifact.name ?? ''));
        if (missing) {
          throw new ServiceError(
            'InvalidActionDeclarationException',
            `Action ${name} takes the artifact ${missing.name}, which no action before it makes`,
          );
        }
      }
      for (const { outputArtifacts = [] } of together) {
        for (const artifact of outputArtifacts) made.add(artifact.name ?? '');
      }
    }
  }
}

function checkName(what: string, name: string, code: string): void {
  if (!NAME.test(name)) {
    throw new ServiceError(
      code,
      `The ${what} name '${name}' is not valid, expected 1 to 100 of A-Za-z0-9.@_-`,
    );
  }
}

function checkUnique(what: string, names: readonly string[], code: string): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new ServiceError(code, `There is more than one ${what} named '${twice}'`);
}

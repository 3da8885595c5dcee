import type { ActionDeclaration, StageDeclaration } from '@aws-sdk/client-codepipeline';
import { byRunOrder } from '../execution/run-order';
import { ServiceError } from '../server/service-error';
import { checkUnique } from './unique';

const CODE = 'InvalidActionDeclarationException';

/** What an action's type may be here, as category and provider. */
const TYPES = [
  'Source CodeStarSourceConnection',
  'Build CodeBuild',
  'Deploy CloudFormation',
  'Approval Manual',
];

/** @throws ServiceError when the action by itself is not one that can run here */
export function checkAction(action: ActionDeclaration): void {
  const { actionTypeId, name, timeoutInMinutes } = action;
  const { category = '', owner = '', provider = '', version = '' } = actionTypeId ?? {};
  // CodeBuild runs tests as well as builds.
  const type = `${category === 'Test' ? 'Build' : category} ${provider}`;
  if (owner !== 'AWS' || !TYPES.includes(type)) {
    throw new ServiceError(
      CODE,
      `ActionType (Category: '${category}', Owner: '${owner}', Provider: '${provider}', Version: '${version}') in action '${name}' is not available, expected one of AWS's ${TYPES.join(', ')}`,
    );
  }
  if (timeoutInMinutes !== undefined && category !== 'Approval') {
    // API Reference, "ActionDeclaration".
    throw new ServiceError(
      CODE,
      `timeoutInMinutes of action '${name}' is ${timeoutInMinutes}, expected none: only a manual approval has it`,
    );
  }
}

/** Every input has to be the output of an action before, and every output has one maker. */
export function checkArtifacts(stages: readonly StageDeclaration[]): void {
  const made: string[] = [];
  for (const together of stages.flatMap(({ actions = [] }) => byRunOrder(actions))) {
    for (const { name, inputArtifacts = [] } of together) {
      const missing = inputArtifacts.find((artifact) => !made.includes(artifact.name ?? ''));
      if (missing) {
        throw new ServiceError(
          CODE,
          `Action ${name} takes the artifact ${missing.name}, which no action before it makes: let one of them name it as an output`,
        );
      }
    }
    made.push(
      ...together.flatMap(({ outputArtifacts = [] }) => outputArtifacts.map(({ name = '' }) => name)),
    );
  }
  checkUnique('output artifact', made, CODE);
}

/** A namespace belongs to one action of the pipeline. */
export function checkNamespaces(stages: readonly StageDeclaration[]): void {
  const uses = stages.flatMap(({ name: stage, actions = [] }) =>
    actions.flatMap(({ name, namespace }) => (namespace === undefined ? [] : { stage, name, namespace })),
  );
  const twice = uses.filter(
    ({ namespace }) => uses.filter((other) => other.namespace === namespace).length > 1,
  );
  if (twice.length === 0) return;
  const list = twice.map(
    (use) => `StageName=[${use.stage}], ActionName=[${use.name}], Namespace=[${use.namespace}]`,
  );
  throw new ServiceError(
    CODE,
    `Namespaces must be unique across the pipeline definition. The following occur more than once in the pipeline.\n${list.join('\n')}`,
  );
}

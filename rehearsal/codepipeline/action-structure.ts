import type { ActionDeclaration, StageDeclaration } from '@aws-sdk/client-codepipeline';
import { checkName, checkRange, checkUnique } from './constraints';
import { byRunOrder } from './run-order';
import { ServiceError } from './service-error';

const CODE = 'InvalidActionDeclarationException';

/** What an action's type may be here, as category and provider. */
const TYPES = [
  'Source CodeStarSourceConnection',
  'Build CodeBuild',
  'Deploy CloudFormation',
  'Approval Manual',
];

/** @throws ServiceError when the action by itself is not one that can run here */
export function checkAction(member: string, action: ActionDeclaration): void {
  const { actionTypeId, name, namespace, runOrder, timeoutInMinutes } = action;
  checkName(`${member}.name`, name);
  checkRange(`${member}.runOrder`, runOrder, 1, 999);
  checkRange(`${member}.timeoutInMinutes`, timeoutInMinutes, 5, 86_400);
  if (namespace !== undefined) checkName(`${member}.namespace`, namespace);
  const { category = '', owner = '', provider = '', version = '' } = actionTypeId ?? {};
  // CodeBuild runs tests as well as builds.
  const type = `${category === 'Test' ? 'Build' : category} ${provider}`;
  if (owner !== 'AWS' || !TYPES.includes(type)) {
    throw new ServiceError(
      CODE,
      `ActionType (Category: '${category}', Owner: '${owner}', Provider: '${provider}', Version: '${version}') in action '${name}' is not available, expected one of AWS's ${TYPES.join(', ')}`,
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
          `Action ${name} takes the artifact ${missing.name}, which no action before it makes`,
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
  const namespaces = stages.flatMap(({ actions = [] }) =>
    actions.flatMap(({ namespace }) => namespace ?? []),
  );
  checkUnique('namespace', namespaces, CODE);
}

import { Resolver } from './resolve';
import { keyOf, Resource, ReviewedStack } from './stack';

/** A repository of a state. */
export interface Registry {
  readonly stack: ReviewedStack;
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
  readonly resource: Resource;
}

/** The repositories of a state, by where they are made. */
export function registries(state: readonly ReviewedStack[]): ReadonlyMap<string, Registry> {
  return new Map(
    state.flatMap((stack) => {
      const resolver = new Resolver(stack);
      const resources = Object.entries(stack.template.Resources ?? {});
      return resources
        .filter(([, { Type }]) => Type === 'AWS::ECR::Repository')
        .map(([logicalId, resource]) => [
          `${keyOf(stack)}/${logicalId}`,
          {
            stack,
            logicalId,
            name: resolver.nameOf(logicalId),
            arn: resolver.arnOf(logicalId) ?? '',
            resource,
          },
        ]);
    }),
  );
}

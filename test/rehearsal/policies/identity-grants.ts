import type { DeployedStack } from './templates';
import type { NeededRight } from './needed-rights';

interface PolicyProperties {
  readonly Roles?: readonly string[];
  readonly Groups?: readonly string[];
  readonly PolicyDocument: {
    readonly Statement: readonly {
      readonly Action: string | readonly string[];
      readonly Resource: string | readonly string[];
      readonly Condition?: {
        readonly 'ForAnyValue:StringEquals'?: Readonly<Record<string, readonly string[]>>;
      };
    }[];
  };
}

/** What the policies of a stack let its roles, or its groups, do. */
export function identityGrants(stack: DeployedStack, kind: 'Role' | 'Group'): NeededRight[] {
  return stack.resources
    .filter(({ type }) => ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].includes(type))
    .flatMap(({ logicalId, properties }) => {
      const policy = properties as unknown as PolicyProperties;
      if (!policy[`${kind}s`]) return [];
      return policy.PolicyDocument.Statement.flatMap(({ Action, Resource, Condition }) =>
        [Action].flat().flatMap((action) =>
          [Resource].flat().map((resource) => ({
            action,
            resource,
            context: keysOf(action, Condition?.['ForAnyValue:StringEquals']),
            reason: `${stack.name}: ${logicalId}`,
          })),
        ),
      );
    });
}

/** A key of the artifacts has an alias: the one of a condition, or that of the pipeline's own. */
function keysOf(
  action: string,
  condition: Readonly<Record<string, readonly string[]>> = {},
): Record<string, string> {
  if (!action.startsWith('kms:')) return {};
  const [alias] = condition['kms:ResourceAliases'] ?? ['alias/codepipeline-pipelinestack-pipeline-1x2y3z'];
  return { 'kms:ResourceAliases': alias };
}

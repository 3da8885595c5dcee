import type { DeployedStack } from './templates';
import type { NeededPermission } from './needed-permissions';

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
export function identityGrants(stack: DeployedStack, kind: 'Role' | 'Group'): NeededPermission[] {
  return stack.resources
    .filter(({ type }) => ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].includes(type))
    .flatMap(({ logicalId, properties }) => {
      const policy = properties as unknown as PolicyProperties;
      if (!policy[`${kind}s`]) return [];
      return policy.PolicyDocument.Statement.flatMap(({ Action, Resource, Condition }) =>
        [Action].flat().flatMap((action) =>
          [Resource].flat().flatMap((resource) =>
            keysOf(action, stack, Condition?.['ForAnyValue:StringEquals']).map((context) => ({
              action,
              resource,
              context,
              reason: `${stack.name}: ${logicalId}`,
            })),
          ),
        ),
      );
    });
}

/** What AWS tells a policy of a use of the grant, for each kind of use. */
function keysOf(
  action: string,
  { account }: DeployedStack,
  condition: Readonly<Record<string, readonly string[]>> = {},
): Record<string, string>[] {
  if (action.startsWith('s3:')) return [{ 'aws:ResourceAccount': account }];
  if (action.startsWith('kms:')) {
    const [alias] = condition['kms:ResourceAliases'] ?? ['alias/slipway-artifacts'];
    return [{ 'kms:ResourceAliases': alias }];
  }
  const service = /^(code\w*-?connections):UseConnection$/.exec(action)?.[1];
  if (!service) return [{}];
  const tag = { 'aws:ResourceTag/slipway:distribution': 'slipway' };
  return [
    tag, // whether it may be used at all
    {
      ...tag,
      [`${service}:FullRepositoryId`]: 'your-org/image-distribution',
      [`${service}:ProviderPermissionsRequired`]: 'read_only',
    },
    { ...tag, [`${service}:ProviderAction`]: 'GetUploadArchiveToS3Status' },
  ];
}

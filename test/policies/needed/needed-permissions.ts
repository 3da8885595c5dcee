import table from '../../../emulators/account/server/cloudformation/cloudformation-permissions.json';
import { conditionKeys, Context } from './condition-keys';
import type { DeployedStack, Resource } from './templates';

/** A permission that CloudFormation needs, as a decision is asked for it. */
export interface NeededPermission {
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
  /** What it is needed for. */
  readonly reason: string;
}

type Permission =
  | string
  | {
      readonly action: string;
      readonly resource?: string;
      readonly context?: Readonly<Record<string, string>>;
    };

interface Entry {
  readonly resource: string;
  readonly create: readonly Permission[];
  readonly update: readonly Permission[];
  readonly delete: readonly Permission[];
  readonly properties: Readonly<Record<string, Readonly<Partial<Record<Event, readonly Permission[]>>>>>;
  readonly propertiesWithoutPermissions: readonly string[];
}

type Event = 'create' | 'update' | 'remove' | 'delete';

const EVENTS: readonly Event[] = ['create', 'update', 'remove', 'delete'];

const TABLE: Readonly<Record<string, Entry>> = table as Readonly<Record<string, Entry>>;

/** Properties that follow from the distribution's name, and so never change while its policies stand. */
const CONSTANT = ['Path'];

/** Properties that a template may be without, and so lose; all others it has whatever is configured. */
const LOST = ['RepositoryPolicyText'];

/** Actions that IAM decides on the boundary of the role too. */
const OF_BOUNDED_ROLES = [
  'iam:CreateRole',
  'iam:DeleteRolePolicy',
  'iam:PutRolePermissionsBoundary',
  'iam:PutRolePolicy',
];

/** Everything that CloudFormation needs to create a stack, to change any property in it, and to delete it. */
export function neededPermissions(stack: DeployedStack): NeededPermission[] {
  const permissions = stack.resources.flatMap((resource) => ofResource(resource, stack));
  const version = `arn:aws:ssm:${stack.region}:${stack.account}:parameter/cdk-bootstrap/slipway/version`;
  return [
    ...permissions,
    {
      action: 'ssm:GetParameters',
      resource: version,
      context: {},
      reason: `${stack.name}: BootstrapVersion`,
    },
  ];
}

function ofResource(resource: Resource, stack: DeployedStack): NeededPermission[] {
  const entry = TABLE[resource.type];
  if (!entry) {
    throw new Error(
      `cloudformation-permissions.json has no ${resource.type}, which ${stack.name} has; expected an entry with what CloudFormation calls for it`,
    );
  }
  const isTagged = entry.properties.Tags && Object.keys(stack.tags).length > 0;
  const set = [...Object.keys(resource.properties), ...(isTagged ? ['Tags'] : [])];
  const unknown = set.filter(
    (name) => !entry.properties[name] && !entry.propertiesWithoutPermissions.includes(name),
  );
  if (unknown.length > 0) {
    throw new Error(
      `cloudformation-permissions.json does not know ${unknown.join(', ')} of ${resource.type}, which ${stack.name} sets; expected what CloudFormation calls for it`,
    );
  }
  const events = EVENTS.filter((event) => event !== 'delete' || resource.isDeleted);
  return events.flatMap((event) =>
    [
      ...(event === 'remove' ? [] : entry[event]),
      ...set
        .filter((name) => event !== 'update' || !CONSTANT.includes(name))
        .filter((name) => event !== 'remove' || LOST.includes(name))
        .flatMap((name) => entry.properties[name]?.[event] ?? []),
    ].flatMap((permission) =>
      decisions(permission, entry, resource, stack, event).map((decision) => ({
        ...decision,
        context: { ...decision.context, ...(event !== 'create' && aliasOf(decision.resource, stack)) },
        reason: `${stack.name}: ${event} ${resource.logicalId}`,
      })),
    ),
  );
}

function decisions(
  permission: Permission,
  entry: Entry,
  resource: Resource,
  stack: DeployedStack,
  event: Event,
) {
  const {
    action,
    resource: pattern = entry.resource,
    context = {},
  } = typeof permission === 'string' ? { action: permission } : permission;
  const boundary = boundaryOf(resource, stack);
  const keys = {
    ...context,
    ...(OF_BOUNDED_ROLES.includes(action) && boundary && { 'iam:PermissionsBoundary': boundary }),
  };
  return fill(pattern, resource, stack).map((arn) => ({
    action,
    resource: withPath(arn, stack),
    context: {
      ...conditionKeys(action, arn, resource, stack, event === 'create'),
      ...Object.fromEntries(
        Object.entries(keys).map(([key, value]) => [key, fill(value, resource, stack)[0]]),
      ),
    },
  }));
}

/** A pattern of the table for each value that the properties give it. */
function fill(pattern: string, resource: Resource, stack: DeployedStack): string[] {
  const variable = /\$\{([^}]+)\}/.exec(pattern);
  if (!variable) return [pattern];
  const values = valuesOf(variable[1], resource, stack);
  return values.flatMap((value) =>
    fill(
      pattern.replace(variable[0], () => value),
      resource,
      stack,
    ),
  );
}

function valuesOf(name: string, { physicalId, properties }: Resource, stack: DeployedStack): string[] {
  const known: Record<string, string> = {
    'AWS::Partition': 'aws',
    'AWS::AccountId': stack.account,
    'AWS::Region': stack.region,
    Ref: physicalId,
  };
  if (known[name]) return [known[name]];
  const found = name
    .split('.')
    .reduce<unknown[]>(
      (values, step) => values.flatMap((value) => (value as Record<string, unknown>)?.[step] ?? []),
      [properties],
    )
    .flat()
    .map((value) => String(value).replace(/^https:\/\//, ''));
  if (found.length > 0) return found;
  if (name === 'Path') return ['/'];
  return /Name$/.test(name) ? [physicalId.split('/').at(-1) ?? ''] : [];
}

/** The boundary of the role that a permission is decided on: its own, or that of the role whose policy it is. */
function boundaryOf(resource: Resource, stack: DeployedStack): string | undefined {
  const roles = resource.properties.Roles as readonly string[] | undefined;
  const role = roles ? roleNamed(roles[0], stack) : resource;
  return role?.properties.PermissionsBoundary as string | undefined;
}

function roleNamed(name: string, { resources }: DeployedStack): Resource | undefined {
  return resources.find(({ type, physicalId }) => type === 'AWS::IAM::Role' && physicalId === name);
}

/** What a key is called, once it is there. */
function aliasOf(arn: string, { resources }: DeployedStack): Record<string, string> | undefined {
  const alias = resources.find(({ properties }) => properties.TargetKeyId === arn);
  return alias && { 'kms:ResourceAliases': alias.physicalId };
}

/** Roles and groups are named by their names alone; their ARNs have their paths. */
function withPath(arn: string, { resources }: DeployedStack): string {
  return arn.replace(/:(role|group)\/([^/]+)$/, (_, kind: string, name: string) => {
    const owner = resources.find(({ physicalId }) => physicalId === name);
    return `:${kind}${(owner?.properties.Path as string | undefined) ?? '/'}${name}`;
  });
}

import { EXACT_ACTIONS } from './exact-actions';

/** A statement of a policy document as it stands in a template. */
export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
  readonly [element: string]: unknown;
}

/** Keys that a stack cannot name by their ARNs: wherever they are, by their aliases. */
export interface AliasedKeys {
  readonly arns: readonly string[];
  readonly aliases: readonly string[];
}

const BUCKET_ACTIONS: readonly string[] = [
  's3:GetBucketAcl',
  's3:GetBucketLocation',
  's3:GetBucketVersioning',
];

const LOOK_UPS: readonly string[] = ['cloudformation:DescribeStacks', 's3:ListBucket'];

/**
 * The same permission in exact actions, each on the resources that it can be used on; possibly none.
 *
 * @param bootstrapRoles ARNs of the roles that the pipeline needs to update itself.
 * @param replicaKeys Keys of the artifacts in other regions.
 */
export function exactStatements(
  statement: Statement,
  bootstrapRoles: readonly string[],
  replicaKeys: AliasedKeys,
): Statement[] {
  if (statement.Effect === 'Deny') return [statement];
  const resources = asArray(statement.Resource);
  if (resources.some(isAnyRole)) {
    return [{ Effect: 'Allow', Action: statement.Action, Resource: bootstrapRoles }];
  }
  // Self-mutation may describe every stack and list every bucket; the CLI does both under the deploy role.
  const isOnEverything = resources.every((resource) => resource === '*');
  if (isOnEverything && asArray(statement.Action).every((name) => LOOK_UPS.includes(name))) return [];

  const actions = [...new Set(asArray(statement.Action).flatMap((name) => EXACT_ACTIONS[name] ?? [name]))];
  if (isAnyKey(statement)) {
    const named = resources.filter((resource) => resource !== '*');
    const aliased = { ...statement, Condition: haveAlias(replicaKeys.aliases) };
    return [...withActions(statement, actions, named), ...withActions(aliased, actions, replicaKeys.arns)];
  }
  if (actions.every((name) => name.startsWith('logs:')))
    return withActions(statement, actions, resources.filter(isInLogGroup));
  const objects = resources.filter(isObjects);
  if (objects.length === 0) return withActions(statement, actions, resources);

  const onBuckets = actions.filter((name) => BUCKET_ACTIONS.includes(name));
  const onObjects = actions.filter((name) => !BUCKET_ACTIONS.includes(name));
  const buckets = resources.filter((resource) => !isObjects(resource));
  return [...withActions(statement, onBuckets, buckets), ...withActions(statement, onObjects, objects)];
}

/** Whether a resource is CDK's `arn:*:iam::ACCOUNT:role/*`. */
function isAnyRole(resource: unknown): boolean {
  return endsWith(resource, ':role/*');
}

/** Whether a statement is of the use of any key; in the policy of a key, `*` is that key. */
function isAnyKey({ Action, Principal, Resource }: Statement): boolean {
  const isOfKeys = asArray(Action).every((name) => name.startsWith('kms:'));
  return isOfKeys && !Principal && asArray(Resource).includes('*');
}

/**
 * That a key has one of these aliases; as a Resource, an alias is not its key.
 *
 * (AWS KMS Developer Guide, "Use aliases to control access to KMS keys".)
 */
function haveAlias(aliases: readonly string[]): object {
  return { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': aliases } };
}

function withActions(
  statement: Statement,
  actions: readonly string[],
  resources: readonly unknown[],
): Statement[] {
  return actions.length === 0 || resources.length === 0
    ? []
    : [{ ...statement, Action: actions, Resource: resources }];
}

/** Whether a resource stands for the objects of a bucket: its ARN and `/*`. */
function isObjects(resource: unknown): boolean {
  return endsWith(resource, '/*') && !isAnyRole(resource);
}

/**
 * Whether a resource is a log group as policies refer to it, with `:*` at its end.
 *
 * CDK grants the ARN without it as well, which is for tags only ("LogGroup", CloudWatch Logs API Reference).
 */
function isInLogGroup(resource: unknown): boolean {
  return endsWith(resource, ':*');
}

/** Whether an ARN ends so, be it a string or a `Fn::Join` of which only the end is known. */
function endsWith(resource: unknown, suffix: string): boolean {
  return [`${suffix}"`, `${suffix}"]]}`].some((end) => JSON.stringify(resource)?.endsWith(end));
}

function asArray<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}

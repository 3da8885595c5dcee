import type { DeployedStack, Resource } from './templates';

export type Context = Readonly<Record<string, string | readonly string[]>>;

interface Tag {
  readonly Key: string;
  readonly Value: string;
}

type Values = Readonly<Record<string, unknown>>;

/**
 * Condition keys of a call that CloudFormation makes for a resource, as the local account supplies them.
 *
 * (In `emulators/account/server/`: `authorization/condition_keys.py`, `codebuild/build_keys.py`,
 * `codeconnections/connection_keys.py`, `cloudformation/resource_keys.py`.)
 *
 * @param isNew Whether the resource is made
 */
export function conditionKeys(
  action: string,
  arn: string,
  resource: Resource,
  stack: DeployedStack,
  isNew: boolean,
): Context {
  const tags = tagsOf(resource, stack);
  const owner = ownerOf(arn, resource, stack);
  const [service, operation] = action.split(':');
  const gives = /^(Create|Tag|AddTags)/.test(operation);
  return {
    ...(gives && named('aws:RequestTag/', tags)),
    ...(/^(Create|Tag|AddTags|Untag|RemoveTags)/.test(operation) &&
      Object.keys(tags).length > 0 && { 'aws:TagKeys': Object.keys(tags) }),
    // A bucket's tags count for nothing until it is told so.
    ...(owner && service !== 's3' && !(gives && isNew) && named('aws:ResourceTag/', tagsOf(owner, stack))),
    ...(service === 's3' && { 'aws:ResourceAccount': stack.account, 's3:ResourceAccount': stack.account }),
    ...ofConnection(action, resource.properties),
    ...ofProject(action, resource.properties),
    ...ofRule(action, resource.properties),
  };
}

/** The resource on which a permission is decided, if it is of this stack. */
function ownerOf(arn: string, resource: Resource, { resources }: DeployedStack): Resource | undefined {
  const url = resource.properties.Url as string | undefined;
  const name = url?.replace(/^https:\/\//, '') ?? resource.physicalId;
  return (
    resources.find(({ physicalId }) => physicalId === arn) ?? (arn.includes(name) ? resource : undefined)
  );
}

/** Tags of a resource: its own, and those of its stack that it has not. */
function tagsOf({ properties }: Resource, stack: DeployedStack): Readonly<Record<string, string>> {
  const own = (properties.Tags ?? []) as readonly Tag[] | Readonly<Record<string, string>>;
  const given = isList(own) ? Object.fromEntries(own.map(({ Key, Value }) => [Key, Value])) : own;
  return { ...stack.tags, ...given };
}

/** Parameters have a map of tags. */
function isList(tags: readonly Tag[] | Readonly<Record<string, string>>): tags is readonly Tag[] {
  return Array.isArray(tags);
}

function named(prefix: string, tags: Readonly<Record<string, string>>): Context {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [`${prefix}${key}`, value]));
}

function ofConnection(action: string, { ProviderType }: Values): Context {
  const [service, operation] = action.split(':');
  return operation === 'CreateConnection' && ProviderType
    ? { [`${service}:ProviderType`]: ProviderType as string }
    : {};
}

/** Of the keys of a project, those of its sources and its role. */
function ofProject(action: string, properties: Values): Context {
  if (!/^codebuild:(Create|Update)Project$/.test(action)) return {};
  const { Location, BuildSpec, Auth } = (properties.Source ?? {}) as Readonly<Record<string, unknown>>;
  const { Type } = (Auth ?? {}) as { readonly Type?: string };
  return {
    'codebuild:source': 'true',
    ...(Location !== undefined && { 'codebuild:source.location': Location as string }),
    ...(BuildSpec !== undefined && { 'codebuild:source.buildspec': 'true' }),
    ...(Type && { 'codebuild:source.auth.type': Type }),
    ...(properties.SecondarySources !== undefined && { 'codebuild:secondarySources': 'true' }),
    ...(properties.ServiceRole !== undefined && {
      'codebuild:serviceRole': properties.ServiceRole as string,
    }),
  };
}

/** What a rule of EventBridge matches. */
function ofRule(action: string, { EventPattern = {} }: Values): Context {
  if (action !== 'events:PutRule') return {};
  const pattern = EventPattern as Readonly<Record<string, readonly string[]>>;
  return { 'events:source': pattern.source, 'events:detail-type': pattern['detail-type'] };
}
